import CMaxMindDB

/// The names that lead to a field of a database's record, in the form that libmaxminddb takes.
///
/// Sendable unchecked: the names are written once, before anybody else sees them.
@safe
final class FieldPath: @unchecked Sendable {
    /// Owned: pointers to the names, and nil behind them.
    private let names: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ parts: StaticString...) {
        unsafe names = .allocate(capacity: parts.count + 1)
        for (index, part) in parts.enumerated() {
            // A literal's bytes live as long as the program and end with a zero.
            let name = unsafe UnsafeRawPointer(part.utf8Start).assumingMemoryBound(to: CChar.self)
            unsafe (names + index).initialize(to: name)
        }
        unsafe (names + parts.count).initialize(to: nil)
    }

    deinit {
        // The pointers are trivial, so there is nothing to deinitialise.
        unsafe names.deallocate()
    }

    /// Finds the field in a record.
    ///
    /// - Returns: libmaxminddb's status; `value` says whether there is data.
    func find(in entry: inout MMDB_entry_s, _ value: inout MMDB_entry_data_s) -> Int32 {
        unsafe MMDB_aget_value(&entry, &value, names)
    }
}
