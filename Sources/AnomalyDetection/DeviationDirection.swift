/// On which side of what is usual a value lies.
enum DeviationDirection: String, CaseIterable, Hashable, Sendable {
    /// Above.
    case up
    /// Below.
    case down
}
