/// One header of a request.
public struct HTTPHeader: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value; may be a secret, which belongs in no log.
    public var value: String

    /// A header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
