/// Appends records in transactions: they and the offsets they were made from become visible
/// together or not at all.
///
/// Belongs to one thread.
public protocol TransactionalProducer: BusProducer {
    /// Begins a transaction; every `send` needs one.
    func begin() throws(BusError)

    /// Makes the records visible and moves the consumer's group to `offsets`, in one step.
    ///
    /// Throws `abortRequired` or `lostMembership` where the transaction must be aborted, and an
    /// error with `isFatal` where the producer must be closed and made anew; `fenced` is one.
    func commit(_ offsets: [ConsumedOffset], of consumer: any GroupConsumer) throws(BusError)

    /// Makes the records visible and moves no group: for records that say themselves what was done.
    ///
    /// Throws as the other `commit` does.
    func commit() throws(BusError)

    /// Forgets the transaction's records. An error with `isFatal` means the same as in `commit`.
    func abort() throws(BusError)
}
