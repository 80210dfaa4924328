/// On which side of what is usual a value lies.
enum DeviationDirection: String, CaseIterable, Hashable, Sendable, Codable {
    /// Above.
    case up
    /// Below.
    case down
}
