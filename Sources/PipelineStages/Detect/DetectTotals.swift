/// What a detect task has done, of one session or of all.
public struct DetectTotals: Hashable, Sendable, Codable {
    /// Windows completed.
    public var windows: UInt64 = 0
    /// Statistics written.
    public var statistics: UInt64 = 0
    /// Alerts opened; updates of them aren't counted again.
    public var alerts: UInt64 = 0
    /// Alert records written, updates and closings included.
    public var alertRecords: UInt64 = 0

    /// Nothing done.
    public init() {}

    /// Adds what was done elsewhere.
    public mutating func add(_ other: DetectTotals) {
        windows += other.windows
        statistics += other.statistics
        alerts += other.alerts
        alertRecords += other.alertRecords
    }
}
