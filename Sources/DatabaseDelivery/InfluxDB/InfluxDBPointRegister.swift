/// The points that were written last and who owns each, so that a record which would overwrite
/// another one's is found.
///
/// Each point has one place, and a newer point takes it: what is remembered is bounded, and flows
/// that ended together come close to each other on the topic.
struct InfluxDBPointRegister {
    /// How many points are remembered, a power of two: 1 MiB.
    static let capacity = 1 << 16

    private var points = [UInt64](repeating: 0, count: capacity)
    private var owners = [UInt64](repeating: 0, count: capacity)

    /// Enters the owner of a point; false, and nothing changed, where another record owns it.
    ///
    /// - Parameters:
    ///   - point: A hash of the series and the time.
    ///   - owner: A hash of the record's identity.
    mutating func enter(_ point: UInt64, owner: UInt64) -> Bool {
        let place = Int(truncatingIfNeeded: point) & (Self.capacity - 1)
        if points[place] == point, owners[place] != owner { return false }
        points[place] = point
        owners[place] = owner
        return true
    }
}
