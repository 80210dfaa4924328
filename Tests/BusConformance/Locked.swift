import Synchronization

/// A value that several threads share.
final class Locked<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>

    /// Starts with a value.
    init(_ value: Value) {
        storage = Mutex(value)
    }

    /// The value now.
    var value: Value { storage.withLock { $0 } }

    /// Replaces the value.
    func set(_ value: Value) {
        storage.withLock { $0 = value }
    }

    /// Changes the value.
    func change(_ body: (inout Value) -> Void) {
        storage.withLock { (value: inout Value) in body(&value) }
    }
}
