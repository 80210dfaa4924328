public import NetworkModel
public import StreamProcessing
import TopicEncoding

/// Puts looks at a machine's occupied ports together to rounds, and makes records of them.
///
/// Rounds lie on a grid of their length since 1970, so that those of several machines cover the
/// same time. One is partial where a look that was due was left out: the session began or ended in
/// it, the machine slept, its clock was set, its tables couldn't be read, or the bus was away.
public struct PortRounds {
    private struct OpenRound {
        let end: Timestamp
        var lastLook: Timestamp
        /// A look that was due was left out.
        var isPartial: Bool
        var looks: UInt64 = 0
        var ports = OccupiedPorts()
    }

    /// How often ports are looked at within a round.
    public static let lookIntervalNanoseconds: Int64 = 5_000_000_000

    private let sensorSession: SensorSession
    private let lengthNanoseconds: Int64
    private let layout: TopicLayout
    private var open: OpenRound?

    /// How many rounds became records.
    public private(set) var count: UInt64 = 0

    /// Rounds of a session in which nothing has been looked at.
    ///
    /// - Parameter lengthNanoseconds: How long a round takes; more than zero.
    public init(sensorSession: SensorSession, lengthNanoseconds: Int64, layout: TopicLayout) {
        precondition(lengthNanoseconds > 0, "a round takes time")
        self.sensorSession = sensorSession
        self.lengthNanoseconds = lengthNanoseconds
        self.layout = layout
    }

    /// Adds what a look found; a round that is over by then becomes a record.
    public mutating func add(
        _ ports: OccupiedPorts, at time: Timestamp, into outputs: inout [OutgoingRecord]
    ) {
        let end = nextMultiple(of: lengthNanoseconds, after: time)
        if let round = open, round.end != end { close(isCut: false, into: &outputs) }
        var round =
            open
            ?? OpenRound(
                end: end, lastLook: time,
                isPartial: time >= nextLook(after: end.advanced(byNanoseconds: -lengthNanoseconds)))
        if time < round.lastLook || time >= nextLook(after: nextLook(after: round.lastLook)) {
            round.isPartial = true
        }
        round.looks += 1
        round.lastLook = time
        round.ports.formUnion(ports)
        open = round
    }

    /// When to look next: at the next multiple of the look's interval, or at the round's end where
    /// that comes first, so that no round's record waits.
    public func nextLook(after time: Timestamp) -> Timestamp {
        min(
            nextMultiple(of: Self.lookIntervalNanoseconds, after: time),
            nextMultiple(of: lengthNanoseconds, after: time))
    }

    /// Ends the session: the round that is open becomes a record.
    public mutating func finish(at time: Timestamp, into outputs: inout [OutgoingRecord]) {
        guard let round = open else { return }
        close(isCut: time < round.end, into: &outputs)
    }

    private mutating func close(isCut: Bool, into outputs: inout [OutgoingRecord]) {
        guard let round = open else { return }
        open = nil
        count += 1
        let encoded = PortRoundEncoding.encode(
            PortRound(
                sensorSession: sensorSession, number: count, end: round.end,
                lengthNanoseconds: lengthNanoseconds, looks: round.looks,
                isPartial: isCut || round.isPartial || nextLook(after: round.lastLook) < round.end,
                ports: round.ports))
        outputs.append(
            outgoing(
                encoded, byKeyTo: layout.name(.ports), count: layout.partitionCount(.ports)))
    }

    private func nextMultiple(of interval: Int64, after time: Timestamp) -> Timestamp {
        let rest = time.nanoseconds % interval
        return time.advanced(byNanoseconds: interval - (rest < 0 ? rest + interval : rest))
    }
}
