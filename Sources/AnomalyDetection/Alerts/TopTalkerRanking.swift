import NetworkModel

/// The hosts that had most of what an alert is about, and flows of the window, theirs first.
struct TopTalkerRanking: Sendable {
    /// The most hosts named a side.
    static let talkersPerSide = 5
    /// The most flows named.
    static let flowLimit = 10
    /// A host with less than this share doesn't stand out.
    static let smallestLeaderShare = 0.2

    /// Senders, most first, then receivers, most first.
    let talkers: [TopTalker]
    /// The host with the largest share, a sender before a receiver; nil where none stands out.
    let leader: TopTalker?
    /// The largest share that a receiver has, other than the first sender, who receives answers.
    let largestVictimShare: Double
    /// The largest share that a sender has.
    let largestSourceShare: Double
    /// Up to ten flows that began in the window.
    let flows: [FlowSample]

    /// Ranks the hosts of a window.
    init(window: WindowPartial, measure: HostMeasure) {
        let total = measure.total(of: window.counters)
        let sources = Self.ranked(window.sources, role: .source, measure: measure, total: total)
        let destinations = Self.ranked(
            window.destinations, role: .destination, measure: measure, total: total)
        talkers = sources + destinations
        var largest = sources.first
        if let destination = destinations.first, destination.share > (largest?.share ?? 0) {
            largest = destination
        }
        leader = largest.flatMap { $0.share >= Self.smallestLeaderShare ? $0 : nil }
        largestVictimShare =
            destinations.first { $0.address != sources.first?.address }?.share ?? 0
        largestSourceShare = sources.first?.share ?? 0
        flows = Self.flows(of: window.flows, preferring: leader?.address)
    }

    private static func ranked(
        _ hosts: [HostSample], role: TopTalker.Role, measure: HostMeasure, total: UInt64
    ) -> [TopTalker] {
        let counted = hosts.filter { measure.value(of: $0.counters) > 0 }
        let sorted = counted.sorted { left, right in
            let (first, second) = (
                measure.value(of: left.counters), measure.value(of: right.counters)
            )
            return first == second ? left.address < right.address : first > second
        }
        return sorted.prefix(talkersPerSide).map { host in
            let share = Double(measure.value(of: host.counters)) / Double(max(1, total))
            return TopTalker(
                address: host.address, role: role, packets: measure.packets(of: host.counters),
                share: min(1, share))
        }
    }

    private static func flows(
        of samples: [FlowSample], preferring address: IPAddress?
    ) -> [FlowSample] {
        func isLeaders(_ sample: FlowSample) -> Bool {
            sample.tuple.source == address || sample.tuple.destination == address
        }
        let sorted = samples.sorted { left, right in
            let (first, second) = (isLeaders(left), isLeaders(right))
            return first == second ? left.uid < right.uid : first
        }
        return Array(sorted.prefix(flowLimit))
    }
}
