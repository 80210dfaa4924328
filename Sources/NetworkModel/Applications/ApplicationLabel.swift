/// What a classifier says of one flow.
///
/// Texts other than `serverName` and `userAgent` come from the classifier's own tables.
public struct ApplicationLabel: Hashable, Sendable {
    /// The protocol's name, with the application behind a dot: `TLS.Google`; nil if neither the
    /// payload nor ports and addresses say anything.
    public var name: String?
    /// The category of protocol and application, such as `Web`.
    public var category: String?
    /// How the label was found, such as `DPI` and `Match by port`.
    public var confidence: String?
    /// What is suspicious of the flow, in the order of the classifier's numbers.
    public var risks: [String] = []
    /// The name that the client asked for, as the flow's packets had it.
    public var serverName: String?
    /// The program that the client says it is.
    public var userAgent: String?

    /// Nothing known.
    public init() {}
}
