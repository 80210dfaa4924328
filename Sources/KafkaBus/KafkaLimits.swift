/// The bounds of everything that waits or fills up.
struct KafkaLimits: Sendable {
    /// A bus on which nobody answers is unavailable after so long.
    var connectMilliseconds: Int32 = 10_000
    /// Brokers that hang up for the connection's security are believed after so long.
    var securityMilliseconds: Int32 = 2_000
    /// A question to a broker that answers takes at most so long.
    var requestMilliseconds: Int32 = 15_000
    /// New topics must have leaders after so long.
    var provisioningMilliseconds: Int32 = 15_000
    /// A new topic may be unknown to some brokers for so long.
    var topicDelayMilliseconds: Int32 = 3_000
    /// A consumer leaves its group within this time, or is given up.
    var closeMilliseconds: Int32 = 10_000
    /// An abort waits so long for records on their way; then it aborts with them.
    var abortFlushMilliseconds: Int32 = 3_000
    /// A step of a transaction is tried again for so long: twice the transaction's own timeout.
    var transactionMilliseconds: Int32 = 20_000
    /// A call that doesn't keep to the time that it was given is given up after so much more.
    var overdueMilliseconds: Int32 = 1_000
    /// A full queue is looked at so often.
    var queuePollMilliseconds: Int32 = 50
}
