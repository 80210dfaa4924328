/// Tells which keys of `KEY=VALUE` options have values that are never shown.
public enum SecretProperty {
    /// What stands for a secret, whatever its length.
    public static let mask = "***"

    /// Whether the value of a librdkafka property mustn't be shown.
    public static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["password", "secret", "ssl.key.pem", "sasl.oauthbearer.config", "jaas"].contains {
            key.contains($0)
        }
    }
}
