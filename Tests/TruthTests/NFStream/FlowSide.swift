import NetworkModel

/// What a record holds of one direction or of both together, as NFStream's columns have it.
struct FlowSide {
    private static let flagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"]

    private var packets: UInt64
    private var bytes: UInt64
    private var minimum: UInt32
    private var maximum: UInt32
    private var sizes: SampleStatistics
    private var gaps: GapStatistics
    private var flags: [Int]

    /// One direction, or both where `other` is given.
    init(
        _ direction: DirectionStatistics, _ gaps: GapStatistics,
        adding other: DirectionStatistics? = nil
    ) {
        var sum = direction
        if let other {
            sum.packets += other.packets
            sum.frameBytes += other.frameBytes
            sum.squaredFrameBytes += other.squaredFrameBytes
            if other.packets > 0 {
                sum.minimumFrameBytes =
                    direction.packets > 0
                    ? min(direction.minimumFrameBytes, other.minimumFrameBytes)
                    : other.minimumFrameBytes
                sum.maximumFrameBytes = max(direction.maximumFrameBytes, other.maximumFrameBytes)
            }
        }
        packets = sum.packets
        bytes = sum.frameBytes
        minimum = sum.minimumFrameBytes
        maximum = sum.maximumFrameBytes
        sizes = SampleStatistics(sum)
        self.gaps = gaps
        flags = (0..<8).map { Int(direction.flagPackets[$0]) + Int(other?.flagPackets[$0] ?? 0) }
    }

    /// The columns with a prefix that differ.
    func differences(_ prefix: String, _ row: NFStreamRow) -> [FieldDifference?] {
        func integer(_ name: String, _ ours: some BinaryInteger) -> FieldDifference? {
            let column = "\(prefix)_\(name)"
            return FieldDifference(column, Int(ours), row.integer(Substring(column)))
        }
        // NFStream sums up step by step in doubles.
        func number(_ name: String, _ ours: Double) -> FieldDifference? {
            let column = "\(prefix)_\(name)"
            let theirs = row.number(Substring(column))
            return FieldDifference(column, ours, theirs, within: max(1e-3, abs(theirs) * 1e-6))
        }
        let gapStatistics = SampleStatistics(gaps)
        var found = [
            integer("packets", packets), integer("bytes", bytes), integer("min_ps", minimum),
            integer("max_ps", maximum), number("mean_ps", sizes.mean),
            number("stddev_ps", sizes.sampleDeviation),
            integer("min_piat_ms", gaps.minimumNanoseconds / 1_000_000),
            integer("max_piat_ms", gaps.maximumNanoseconds / 1_000_000),
            number("mean_piat_ms", gapStatistics.mean),
            number("stddev_piat_ms", gapStatistics.sampleDeviation),
        ]
        for (index, name) in Self.flagNames.enumerated() {
            found.append(integer("\(name)_packets", flags[index]))
        }
        return found
    }
}
