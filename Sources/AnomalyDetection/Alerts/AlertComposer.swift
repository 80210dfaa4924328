import NetworkModel

/// Writes the alert of one alarm: what it is called, how grave it is, why it was raised and where
/// to look.
struct AlertComposer: Sendable, Codable {
    /// The detector's name in alerts.
    static let detector = "tail"

    /// Whose alerts.
    let sensorSession: SensorSession

    /// The alert as it stands at one window; its reason lacks the full stop.
    func alert(
        of judgement: StatisticJudgement, direction: DeviationDirection, in window: CompletedWindow
    ) -> AlertRecord {
        let statistic = judgement.statistic.statistic
        let value = judgement.statistic.value ?? 0
        let threshold =
            (direction == .up ? judgement.thresholds?.up : judgement.thresholds?.down) ?? value
        let probability = judgement.probability ?? TailDetector.smallestProbability
        let signature = AlertSignature(statistic: statistic, direction: direction)
        let measure = HostMeasure(statistic: statistic, direction: direction)
        let talkers = TopTalkerRanking(window: window.merged, measure: measure)
        let classification = AlertClassification(
            statistic: statistic, direction: direction, talkers: talkers,
            counters: window.merged.counters)
        let reason = AlertReason(
            judgement: judgement, direction: direction, threshold: threshold, window: window,
            culprit: talkers.leader, measure: measure)
        return AlertRecord(
            uid: AlertIdentifier.identifier(
                of: sensorSession, statistic: statistic, direction: direction,
                firstWindow: window.merged.index),
            revision: 1,
            dedupKey:
                "\(Self.detector)|\(sensorSession.sensor)|\(statistic.rawValue)|\(direction.rawValue)",
            status: .open, sensorSession: sensorSession, timestamp: window.end,
            firstSeen: window.start, lastSeen: window.end, count: 1, signature: signature.name,
            signatureID: signature.identifier, category: classification.category.rawValue,
            severity: max(signature.gravest, Self.severity(of: probability)),
            technique: classification.technique?.identifier,
            tactic: classification.technique?.tactic, detector: Self.detector,
            entity: WindowDetector.entity, score: Self.score(of: probability),
            probability: probability, value: value, expected: judgement.usualValue,
            threshold: threshold, windowNanoseconds: window.windowNanoseconds,
            contributions: Self.contributions(to: judgement), reason: reason.sentence,
            evidence: AlertEvidence(
                flows: talkers.flows, topTalkers: talkers.talkers, start: window.start,
                end: window.end, filter: measure.captureFilter(host: talkers.leader?.address)))
    }

    /// 0…1 from a probability: 1 at 1e-8.
    static func score(of probability: Double) -> Double {
        min(1, max(0, -Mathematics.log10(probability) / 8))
    }

    /// 1 high to 3 low by probability alone.
    static func severity(of probability: Double) -> UInt8 {
        probability <= 1e-9 ? 1 : probability <= 1e-6 ? 2 : 3
    }

    /// The counters, each with its part of the change: the logarithm of its ratio to what is usual,
    /// half a count added so that 0 has one.
    private static func contributions(to judgement: StatisticJudgement) -> [AlertContribution] {
        let usual = judgement.usualCounters
        var contributions: [AlertContribution] = []
        for (index, counter) in judgement.statistic.counters.enumerated() {
            let expected = index < usual.count ? usual[index] : 0
            let change = abs(Mathematics.log((Double(counter.count) + 0.5) / (expected + 0.5)))
            contributions.append(
                AlertContribution(
                    feature: counter.name, value: Double(counter.count), expected: expected,
                    share: change))
        }
        let total = contributions.reduce(0) { $0 + $1.share }
        for index in contributions.indices {
            contributions[index].share =
                total > 0 ? contributions[index].share / total : 1 / Double(contributions.count)
        }
        return contributions
    }
}
