/// Which members of flows' records a database gets.
public enum FlowColumnSet: String, CaseIterable, Sendable {
    /// What ShadowMeter's and FlowMeter's queries, labels, names, places and the states of TCP
    /// need: a third of the members, and of the work.
    case standard
    /// Every member of the record.
    case all

    /// The members, by their flattened names; nil for all.
    var members: Set<String>? {
        self == .all ? nil : Set(QuestDBTable.flow(.standard).columns.flatMap(\.members))
    }
}
