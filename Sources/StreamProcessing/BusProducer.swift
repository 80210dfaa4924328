/// Appends records to a bus.
///
/// Belongs to one thread.
public protocol BusProducer: AnyObject {
    /// Queues a record; blocks while the queue is full. Records of one partition keep their order.
    ///
    /// The bus sets the record's append time. An error of an earlier record may be thrown here.
    func send(_ record: OutgoingRecord) throws(BusError)

    /// Queues a record, but waits for room in the queue no longer than it is told.
    ///
    /// - Returns: Whether it is queued.
    func send(_ record: OutgoingRecord, withinMilliseconds limit: Int32) throws(BusError) -> Bool

    /// Blocks until everything that was sent is appended, or throws what went wrong.
    func flush() throws(BusError)

    /// Waits for what was sent, but no longer than it is told.
    ///
    /// - Returns: Whether everything is appended; false where some of it is still on its way, and
    ///   may arrive or fail later.
    func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool

    /// Releases the connection; records that weren't flushed may be lost. May be called twice.
    func close()
}

extension BusProducer {
    /// Waits for room, as is right where that has a bound of its own.
    public func send(
        _ record: OutgoingRecord, withinMilliseconds limit: Int32
    ) throws(BusError) -> Bool {
        try send(record)
        return true
    }

    /// Waits for everything, as is right where appending has a bound of its own.
    public func flush(withinMilliseconds limit: Int32) throws(BusError) -> Bool {
        try flush()
        return true
    }
}
