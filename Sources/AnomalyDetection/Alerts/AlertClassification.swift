import NetworkModel

/// What kind of event an alarm most likely stands for.
///
/// A statistic alone says little; a technique is named only where it is the usual cause.
struct AlertClassification: Hashable, Sendable {
    /// EVE's category.
    let category: AlertCategory
    /// The ATT&CK technique, where one fits.
    let technique: AttackTechnique?

    /// The class of an alarm, given who took part.
    init(
        statistic: TrafficStatistic, direction: DeviationDirection, talkers: TopTalkerRanking,
        counters: WindowCounters
    ) {
        let isScan = Self.isScan(talkers, counters)
        (category, technique) = Self.entry(statistic, direction, talkers, isScan: isScan)
    }

    /// One sender that tries many ports or hosts, rather than many senders or one target.
    private static func isScan(_ talkers: TopTalkerRanking, _ counters: WindowCounters) -> Bool {
        let targets = max(
            counters.destinationPorts.estimate, counters.destinations.estimate)
        return talkers.largestSourceShare >= 0.4 && targets >= 50
            && counters.sources.estimate * 2 <= targets
    }

    private static func entry(
        _ statistic: TrafficStatistic, _ direction: DeviationDirection,
        _ talkers: TopTalkerRanking, isScan: Bool
    ) -> (AlertCategory, AttackTechnique?) {
        switch (statistic, direction) {
        case (.packetsPerSecond, .up), (.ipPacketsPerSecond, .up), (.synRatio, .up):
            isScan ? (.scan, .serviceDiscovery) : (.denialOfService, .denialOfService)
        case (.packetsPerSecond, .down), (.ipPacketsPerSecond, .down):
            (.lossOfTraffic, nil)
        case (.destinationSourcePortRatio, .up):
            (.scan, .serviceDiscovery)
        case (.arpRatio, .up), (.destinationSourceRatio, .up):
            (.scan, .systemDiscovery)
        case (.icmpRatio, .up):
            // A flood of pings has one victim, a sweep none that stands out.
            talkers.largestVictimShare >= 0.25
                ? (.denialOfService, .denialOfService) : (.scan, .systemDiscovery)
        case (.destinationSourceRatio, .down):
            // Many senders for few receivers: forged or distributed sources.
            (.denialOfService, .denialOfService)
        default:
            (.anomaly, nil)
        }
    }
}
