/// How labels of the same flows agree, and where they don't.
struct LabelComparison {
    var flows = 0
    var same = 0
    /// Flows of the other side that we don't have.
    var missing = 0
    /// Pairs of other label and our label, with their number.
    var differences: [String: Int] = [:]

    /// The share of the other side's flows that have the same label here.
    var share: Double { Double(same) / Double(flows) }

    mutating func add(_ label: String, ours: String?) {
        flows += 1
        guard let ours else {
            missing += 1
            return
        }
        if label == ours {
            same += 1
        } else {
            differences["\(label) → \(ours)", default: 0] += 1
        }
    }
}

extension LabelComparison: CustomStringConvertible {
    var description: String {
        let listed = differences.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return "\(same) of \(flows) (\(share)), \(missing) missing: "
            + listed.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
    }
}
