/// How much of an application record is new.
public enum ApplicationChange: UInt8, Comparable, Sendable {
    /// Nothing.
    case none
    /// Numbers grew, such as those of messages.
    case counters
    /// There is a new name, text, code or fingerprint.
    case contents

    /// By how much is new.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Raises a change, never lowers it.
    mutating func raise(to change: ApplicationChange) { self = max(self, change) }
}
