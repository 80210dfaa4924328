import ServiceRuntime
import StreamProcessing
import Synchronization

/// Asks a bus every few seconds where the partitions end that this process reads: that gives their
/// lag, and says whether the bus answers.
///
/// On a thread of its own, since a bus that is away lets every question wait for its time.
final class BusWatch: Sendable {
    /// How often the bus is asked.
    static let intervalMilliseconds: Int64 = 5_000
    /// How soon again at first, while partitions are assigned, and while the bus doesn't answer.
    static let eagerIntervalMilliseconds: Int64 = 500
    /// How often it is asked so soon at first.
    static let eagerQuestions = 20

    private let state = Mutex((connection: BusConnection.unknown, ends: [TopicPartition: Int64]()))
    private let stop = StopSignal()

    /// What is known of the bus.
    var connection: BusConnection { state.withLock { $0.connection } }

    /// Where partitions ended when they were asked for last.
    var ends: [TopicPartition: Int64] { state.withLock { $0.ends } }

    /// Starts asking.
    ///
    /// - Parameters:
    ///   - bus: The bus.
    ///   - partitions: Those that the process reads now; without any, only whether the bus answers
    ///     is asked.
    func start(
        _ bus: any MessageBus,
        partitions: @escaping @Sendable () -> [TopicPartition]
    ) {
        _ = ServiceThread(name: "weir-watch") { [self] in
            var asked = 0
            repeat {
                ask(bus, for: partitions())
                asked += 1
            } while !stop.wait(
                timeoutMilliseconds: asked > Self.eagerQuestions && connection == .answering
                    ? Self.intervalMilliseconds : Self.eagerIntervalMilliseconds)
        }
    }

    /// Ends the thread after the question that it may be asking, without waiting for it.
    func close() {
        stop.set()
    }

    private func ask(_ bus: any MessageBus, for partitions: [TopicPartition]) {
        var ends: [TopicPartition: Int64] = [:]
        do throws(BusError) {
            if partitions.isEmpty { _ = try bus.identity() }
            for partition in partitions where !stop.isSet {
                ends[partition] = try bus.offsets(of: partition).end
            }
            let found = ends
            state.withLock { $0 = (.answering, found) }
        } catch {
            let cause = error.description
            state.withLock { $0.connection = .failing(cause) }
        }
    }
}
