/// The numbers of TLS extensions that the decoder looks into, and GREASE.
enum TLSExtensionValue {
    static let serverName: UInt16 = 0
    static let supportedGroups: UInt16 = 10
    static let pointFormats: UInt16 = 11
    static let signatureAlgorithms: UInt16 = 13
    static let applicationProtocol: UInt16 = 16
    static let supportedVersions: UInt16 = 43

    /// True for the values that clients send at random to keep servers tolerant (RFC 8701).
    static func isGrease(_ value: UInt16) -> Bool {
        value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
    }
}
