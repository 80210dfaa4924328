/// A text that no message, log or dump shows: whoever prints it prints a mask.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text, for whoever really needs it.
    let text: String

    /// A secret.
    public init(_ text: String) {
        self.text = text
    }

    /// A mask of one length.
    public var description: String { "***" }

    /// A mask of one length.
    public var debugDescription: String { description }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
