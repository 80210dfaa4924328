public import StreamProcessing

/// A record whose row the database refused.
public struct RefusedRow: Hashable, Sendable {
    /// The record; it belongs to the dead letters.
    public var record: BusRecord
    /// What the database said.
    public var cause: String

    /// A refused record.
    public init(record: BusRecord, cause: String) {
        self.record = record
        self.cause = cause
    }
}
