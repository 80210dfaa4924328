/// Keeps tags to closed sets: each value that a tag ever had makes a series that the server holds
/// in memory, and a stranger who may write to the bus could invent ever more.
struct InfluxDBTagValues {
    /// The longest value of a tag, in bytes.
    static let maximumBytes = 255
    /// How many values one tag may have: nDPI knows some 400 labels; sensors are fewer.
    static let maximumValues = 2_000

    private var values: [Set<UInt64>]

    /// Nothing seen yet of so many tags.
    init(tagCount: Int) {
        values = [Set<UInt64>](repeating: [], count: tagCount)
    }

    /// Notes a value by its hash; false where the tag has as many others as it may.
    mutating func admit(_ hash: UInt64, tag: Int) -> Bool {
        if values[tag].contains(hash) { return true }
        guard values[tag].count < Self.maximumValues else { return false }
        values[tag].insert(hash)
        return true
    }
}
