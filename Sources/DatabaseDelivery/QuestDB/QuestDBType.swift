/// The types of QuestDB's columns that weir uses, by their names in SQL.
public enum QuestDBType: String, Sendable {
    /// A text of a set that stays small.
    case symbol = "SYMBOL"
    /// Any other text, and JSON.
    case varchar = "VARCHAR"
    /// 128 bits, written as text.
    case uuid = "UUID"
    /// Microseconds since the epoch.
    case timestamp = "TIMESTAMP"
    /// A whole number of 64 bits.
    case long = "LONG"
    /// A number with decimals of 64 bits.
    case double = "DOUBLE"
    /// A truth value; QuestDB has no NULL for it.
    case boolean = "BOOLEAN"
}
