import RowEncoding

/// One column of a table.
public struct QuestDBColumn: Hashable, Sendable {
    /// What a column is made of.
    public enum Source: Hashable, Sendable {
        /// The member of a record with this flattened name.
        case member(String)
        /// ShadowMeter's column of the same name.
        case shadowMeter
    }

    /// The column's name.
    public var name: String
    /// Its type.
    public var type: QuestDBType
    /// What it is made of.
    public var source: Source

    /// A column that is made of a member, by default the one of the same name.
    init(_ name: String, _ type: QuestDBType, of member: String? = nil) {
        self.name = name
        self.type = type
        source = .member(member ?? name)
    }

    /// A column with ShadowMeter's name and meaning.
    init(shadowMeter name: String, _ type: QuestDBType) {
        self.name = name
        self.type = type
        source = .shadowMeter
    }

    /// The members that it is made of.
    var members: [String] {
        switch source {
        case .member(let member): [member]
        case .shadowMeter: ShadowMeterColumns.members(of: name)
        }
    }
}
