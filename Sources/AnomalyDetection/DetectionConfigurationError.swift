/// A value of a detection configuration that lies outside its range.
public struct DetectionConfigurationError: Error, Hashable, CustomStringConvertible {
    /// Which value.
    public var name: String
    /// What it was set to.
    public var value: String
    /// What it may be.
    public var rule: String

    /// What is wrong and how it is put right, in a sentence.
    public var description: String {
        "detection: \(name) is \(value), but has to be \(rule)"
    }
}
