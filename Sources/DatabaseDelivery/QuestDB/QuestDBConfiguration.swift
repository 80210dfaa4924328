/// What a QuestDB sink may be told.
public struct QuestDBConfiguration: Hashable, Sendable {
    /// Which columns table `flow` has.
    public var columns: FlowColumnSet
    /// After how many days of event time rows are removed; nil for never.
    ///
    /// QuestDB counts from a table's newest row, so that old captures vanish where live traffic
    /// goes into the same table.
    public var retentionDays: Int?
    /// Who writes; nil where the server doesn't ask.
    public var credentials: QuestDBCredentials?

    /// A configuration; by default rows stay, and nobody logs in.
    public init(
        columns: FlowColumnSet = .standard, retentionDays: Int? = nil,
        credentials: QuestDBCredentials? = nil
    ) {
        self.columns = columns
        self.retentionDays = retentionDays
        self.credentials = credentials
    }
}
