/// Which members of flows' records a database gets.
public enum FlowColumnSet: String, CaseIterable, Sendable {
    /// What ShadowMeter's and FlowMeter's queries, labels, names, places and the states of TCP
    /// need: a third of the members, and of the work.
    case standard
    /// Every member of the record.
    case all

    /// The members, by their flattened names; nil for all.
    var members: Set<String>? {
        guard self == .standard else { return nil }
        // Not every query language adds two columns, as QuestDB's does.
        let sums = ["features_size_total_bytes"]
        return Set(QuestDBTable.flow(.standard).columns.flatMap(\.members) + sums)
    }
}
