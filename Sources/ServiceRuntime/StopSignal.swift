import Dispatch
import Foundation
import Synchronization

/// Says that a service should come to an orderly end.
///
/// Shared by all its threads.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)
    /// Keeps the sources alive: they watch until the process ends.
    private static let watched = Mutex<[WatchedSignal]>([])

    /// A signal that isn't set.
    public init() {}

    /// True once somebody asked to stop.
    public var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Asks to stop; later calls change nothing.
    public func set() {
        flag.store(true, ordering: .releasing)
    }

    /// Sets this signal at SIGINT or SIGTERM; a second one ends the process at once.
    ///
    /// The handlers run on a queue of their own, not in the signal's context.
    public func watchTerminationSignals() {
        let queue = DispatchQueue(label: "weir.signals")
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                if isSet { exit(128 + number) }
                set()
            }
            source.activate()
            Self.watched.withLock { $0.append(WatchedSignal(source: source)) }
        }
    }
}

/// A source that is only ever kept, never used after it was activated.
private struct WatchedSignal: @unchecked Sendable {
    let source: any DispatchSourceSignal
}
