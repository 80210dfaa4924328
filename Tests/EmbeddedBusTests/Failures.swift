import Synchronization

/// What went wrong on other threads.
final class Failures: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    /// Does something and keeps its error.
    func collect(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            texts.withLock { $0.append("\(error)") }
        }
    }
}
