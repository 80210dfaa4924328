/// A network as its user knows it.
public struct NamedNetwork: Hashable, Sendable {
    /// Its addresses.
    public var prefix: NetworkPrefix
    /// Its name.
    public var name: String
    /// What it is for; nil where nobody said.
    public var role: String?

    /// A network.
    public init(prefix: NetworkPrefix, name: String, role: String? = nil) {
        self.prefix = prefix
        self.name = name
        self.role = role
    }
}
