/// The newest accepted values, whose mean is what is usual now.
///
/// Values that alarmed never enter, so an outlier leaves no trace in the mean.
struct DriftWindow: Hashable, Sendable, Codable {
    /// How many values are kept.
    let depth: Int
    private var values: [Double] = []
    private var oldest = 0

    /// An empty window.
    init(depth: Int) {
        self.depth = depth
        values.reserveCapacity(depth)
    }

    /// True once the window holds `depth` values.
    var isFull: Bool { values.count == depth }

    /// The mean; 0 of no values.
    ///
    /// It is summed anew each time, oldest first: a running sum would keep the rounding errors of
    /// all values that ever were in it.
    var mean: Double {
        guard !values.isEmpty else { return 0 }
        let sum = values[..<oldest].reduce(values[oldest...].reduce(0, +), +)
        return sum / Double(values.count)
    }

    /// Takes in a value in place of the oldest.
    mutating func push(_ value: Double) {
        guard isFull else {
            values.append(value)
            return
        }
        values[oldest] = value
        oldest = (oldest + 1) % depth
    }
}
