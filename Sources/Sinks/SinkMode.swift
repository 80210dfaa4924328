/// What a sink does with what it left behind at its path earlier.
public enum SinkMode: Hashable, Sendable {
    /// It goes on: what comes from the bus is added, beginning at the offsets that it has kept for
    /// this bus.
    ///
    /// The identity must differ between buses, so that the offsets of one aren't taken for those of
    /// another. Files hold the records of one bus; another one is refused. A database may be filled
    /// from several.
    case resume(bus: String)
    /// The bus is new and short-lived: no offsets apply to it.
    ///
    /// Files that were written in this mode are begun afresh; those of a lasting bus are left alone
    /// and refused. A database keeps its rows, and a row that comes again replaces the earlier one.
    case replace
}
