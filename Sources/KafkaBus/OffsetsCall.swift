import CRdKafka
import Dispatch
import Synchronization

/// Adds a group's offsets to a transaction, on a thread of its own.
///
/// librdkafka forgets the time while it waits for the group's coordinator (its issue 5456): where a
/// connection is lost at the wrong moment the call never returns. Nobody must wait for it then, and
/// what it was given must stay until it does.
///
/// Sendable unchecked: what the call was given is touched by its thread alone.
@safe
final class OffsetsCall: @unchecked Sendable {
    private enum State {
        case running
        /// It has returned: nil, or the error's address for who waits.
        case returned(UInt?)
        /// Nobody waits any more.
        case overdue
    }

    /// What the call was given, until it returns.
    private var given: (client: KafkaClient, offsets: PartitionList, metadata: GroupMetadata)?
    private let state = Mutex(State.running)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the call.
    ///
    /// - Parameters:
    ///   - offsets: Only this call reads them from now on.
    ///   - milliseconds: What librdkafka is asked to keep to.
    init(
        client: KafkaClient, offsets: PartitionList, metadata: GroupMetadata,
        withinMilliseconds milliseconds: Int32
    ) {
        given = (client, offsets, metadata)
        // A queue of its own never waits for another's call; it keeps this object until the call
        // returns, and with it the client.
        DispatchQueue(label: "weir-offsets").async { self.run(milliseconds) }
    }

    /// Runs on a thread of Dispatch.
    private func run(_ milliseconds: Int32) {
        let address = call(milliseconds)
        // A client ends on the thread of its owner, unless that has given it up.
        given = nil
        let isAwaited = state.withLock { state in
            if case .overdue = state { return false }
            state = .returned(address)
            return true
        }
        if isAwaited {
            ended.signal()
        } else if let error = unsafe address.flatMap({ unsafe OpaquePointer(bitPattern: $0) }) {
            unsafe rd_kafka_error_destroy(error)
        }
    }

    /// The address of the error, which is nobody's yet.
    private func call(_ milliseconds: Int32) -> UInt? {
        guard let given else { preconditionFailure("What a call is given stays until it returns.") }
        let error = unsafe rd_kafka_send_offsets_to_transaction(
            given.client.handle, given.offsets.pointer, given.metadata.pointer, milliseconds)
        return unsafe error.map { UInt(bitPattern: $0) }
    }

    /// Waits for the call to return.
    ///
    /// - Parameter milliseconds: How long.
    /// - Returns: Whether it has, and the error's object, which is the caller's from now on.
    func wait(milliseconds: Int32) -> (hasReturned: Bool, error: OpaquePointer?) {
        _ = ended.wait(timeout: .now() + .milliseconds(Int(milliseconds)))
        let end = state.withLock { state in
            let end = state
            if case .running = end { state = .overdue }
            return end
        }
        guard case .returned(let address) = end else { return (false, nil) }
        return unsafe (true, address.flatMap { unsafe OpaquePointer(bitPattern: $0) })
    }
}
