import ServiceRuntime
import StreamProcessing

/// A producer that waits for the bus as long as it takes and, once its service is told to stop,
/// for half a minute in all.
///
/// Belongs to its service's thread.
final class StoppableProducer {
    /// A wait looks so often whether the service was told to stop.
    private static let lookMilliseconds: Int32 = 500
    /// Whoever was told to stop looks so often at the most: half a minute, of the fifty seconds
    /// that a supervisor gives.
    private static let lastLooks = 60

    private let inner: any BusProducer
    private let stop: StopSignal
    private let status: ThreadStatus?
    private var looksLeft = lastLooks

    /// A producer for a service that `stop` tells to stop.
    init(_ inner: any BusProducer, stop: StopSignal, status: ThreadStatus? = nil) {
        self.inner = inner
        self.stop = stop
        self.status = status
    }

    /// Queues a record; waits while the queue is full.
    func send(_ record: OutgoingRecord) throws(BusError) {
        while try !inner.send(record, withinMilliseconds: Self.lookMilliseconds) { try goOn() }
    }

    /// Waits until the bus has everything.
    func flush() throws(BusError) {
        while try !inner.flush(withinMilliseconds: Self.lookMilliseconds) { try goOn() }
    }

    /// Releases the connection.
    func close() { inner.close() }

    private func goOn() throws(BusError) {
        // Waiting for the bus is no hang; how the bus is, health asks the bus.
        status?.progress()
        guard stop.isSet else { return }
        looksLeft -= 1
        guard looksLeft > 0 else {
            throw BusError(
                .timedOut, "the bus hasn't taken what was sent last, which may be lost",
                isRetriable: true)
        }
    }
}
