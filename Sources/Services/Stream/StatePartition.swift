import ServiceRuntime
import StreamProcessing

/// Reads a partition of a state topic to its end.
struct StatePartition {
    let bus: any MessageBus
    let place: TopicPartition
    /// How long nothing may come before the end does.
    var silenceSeconds: Int64 = 60

    /// Hands over every committed record from an offset on.
    func read(from offset: Int64, _ take: (BusRecord) -> Void) throws(BusError) {
        let range = try bus.offsets(of: place)
        guard range.end > range.oldest else { return }
        let reader = try bus.makeReader([place: .offset(max(offset, range.oldest))])
        defer { reader.close() }
        var heard = MonotonicClock.nanoseconds
        while true {
            switch try reader.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                take(record)
                heard = MonotonicClock.nanoseconds
            case .endOfPartition: return
            case nil:
                guard MonotonicClock.nanoseconds - heard < silenceSeconds * 1_000_000_000 else {
                    throw BusError(
                        .timedOut,
                        "the end of \(place.topic) partition \(place.partition) didn't come for "
                            + "\(silenceSeconds) s while a task's snapshot was read from it")
                }
            }
        }
    }
}
