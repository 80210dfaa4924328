/// How much one number contributed to an alert.
public struct AlertContribution: Hashable, Sendable, Codable {
    /// The name of the number.
    public var feature: String
    /// Its value.
    public var value: Double
    /// What is usual.
    public var expected: Double
    /// Its share of the alert, 0…1.
    public var share: Double

    /// A contribution.
    public init(feature: String, value: Double, expected: Double, share: Double) {
        self.feature = feature
        self.value = value
        self.expected = expected
        self.share = share
    }
}
