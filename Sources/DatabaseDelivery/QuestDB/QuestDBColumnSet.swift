/// Which columns table `flow` has beside those that every row needs.
public enum QuestDBColumnSet: String, CaseIterable, Sendable {
    /// What ShadowMeter's and FlowMeter's queries, labels, names, places and TCP's states need.
    case standard
    /// Every member of the record.
    case all
}
