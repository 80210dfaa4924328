/// One value of an option with where it comes from.
public struct SettingValue: Hashable, Sendable {
    /// The value as it was written.
    public var text: String
    /// Where it comes from.
    public var origin: ValueOrigin

    /// A value.
    public init(_ text: String, _ origin: ValueOrigin) {
        self.text = text
        self.origin = origin
    }
}
