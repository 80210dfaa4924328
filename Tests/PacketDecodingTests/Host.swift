import NetworkModel
import TestSupport

/// The addresses that these tests use.
enum Host {
    static let a = IPAddress.literal("10.1.2.3")
    static let b = IPAddress.literal("192.0.2.200")
    static let a6 = IPAddress.literal("2001:db8::1:2")
    static let b6 = IPAddress.literal("fe80::ffee:ddcc:bbaa:9988")
}
