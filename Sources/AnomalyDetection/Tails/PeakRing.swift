/// The newest excesses over the initial threshold, and over how many values they were gathered.
///
/// Both the tail's form and its weight N_t/n come from the same stretch of values: as the oldest
/// excess leaves, the values before it leave n too.
struct PeakRing: Hashable, Sendable, Codable {
    /// The most excesses kept.
    let capacity: Int
    private var peaks: [Double] = []
    /// For each excess, the count of values up to and including its own.
    private var positions: [UInt64] = []
    private var oldest = 0
    /// The count of values before the stretch.
    private var origin: UInt64 = 0
    /// All values counted so far.
    private(set) var observations: UInt64 = 0

    /// An empty ring.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// N_t: how many excesses are kept.
    var count: Int { peaks.count }

    /// n: how many values the kept excesses are from.
    var span: UInt64 { observations - origin }

    /// The excesses, largest first.
    var descending: [Double] { peaks.sorted(by: >) }

    /// Counts a value that isn't an excess.
    mutating func countValue() {
        observations += 1
    }

    /// Counts a value that is one, and keeps its excess in place of the oldest.
    mutating func push(_ excess: Double) {
        observations += 1
        guard peaks.count == capacity else {
            peaks.append(excess)
            positions.append(observations)
            return
        }
        origin = positions[oldest]
        peaks[oldest] = excess
        positions[oldest] = observations
        oldest = (oldest + 1) % capacity
    }
}
