/// How often the meter asked where an address is.
public struct PlaceCounters: Hashable, Sendable, Codable {
    /// Answers that were remembered.
    public var cached: UInt64 = 0
    /// Answers that the directory was asked for.
    public var lookups: UInt64 = 0
    /// Answers that were forgotten for want of room.
    public var forgotten: UInt64 = 0
}
