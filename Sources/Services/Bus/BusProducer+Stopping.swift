import ServiceRuntime
import StreamProcessing

/// A flush looks so often whether the service was told to stop.
private let flushMilliseconds: Int32 = 500
/// Whoever was told to stop flushes so often at the most: half a minute, of the fifty
/// seconds that a supervisor gives.
private let lastFlushes = 60

extension BusProducer {
    /// Waits until the bus has everything; where the service is told to stop, for half a minute
    /// more at the most.
    ///
    /// - Parameter goOn: Is called between two looks, so that a wait isn't taken for a hang.
    func flush(until stop: StopSignal, _ goOn: () -> Void = {}) throws(BusError) {
        var flushesLeft = lastFlushes
        while try !flush(withinMilliseconds: flushMilliseconds) {
            goOn()
            guard stop.isSet else { continue }
            flushesLeft -= 1
            guard flushesLeft > 0 else {
                throw BusError(
                    .timedOut, "the bus hasn't taken what was sent last; it is lost",
                    isRetriable: true)
            }
        }
    }
}
