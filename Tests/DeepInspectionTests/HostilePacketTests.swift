import DeepInspection
import NetworkModel
import TestSupport
import Testing

/// Packets that crashed libndpi 4.2 when it was shown them.
@Suite struct HostilePacketTests {
    private let clock = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }

    private static func v4(_ transport: UInt8, _ rest: [UInt8], fragment: Int = 0) -> [UInt8] {
        [0x45, 0] + word(20 + rest.count) + [0, 1] + word(fragment) + [64, transport, 0, 0]
            + [10, 0, 0, 1, 10, 0, 0, 2] + rest
    }

    private static func v6(_ next: UInt8, _ rest: [UInt8]) -> [UInt8] {
        [0x60, 0, 0, 0] + word(rest.count) + [next, 64] + Array(repeating: 0x20, count: 15) + [1]
            + Array(repeating: 0x20, count: 15) + [2] + rest
    }

    private static func udp(_ source: Int, _ destination: Int, _ payload: [UInt8]) -> [UInt8] {
        word(source) + word(destination) + word(8 + payload.count) + [0, 0] + payload
    }

    private static func tcp(_ source: Int, _ destination: Int, _ payload: [UInt8]) -> [UInt8] {
        word(source) + word(destination) + [0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0]
            + payload
    }

    /// A TLS record whose handshake goes on in later segments, so that nDPI keeps a buffer.
    private static let beginOfTLS: [UInt8] = v4(
        6, tcp(50000, 443, [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3] + Array(1...40)))

    @Test func `a datagram in a connection isn't shown`() throws {
        let classifier = try ApplicationClassifier()
        let slot = try #require(classifier.open(transport: .tcp))
        _ = classifier.inspect(slot, Self.beginOfTLS, clock: clock)
        let datagram = Self.v4(17, Self.udp(50000, 443, Array(0..<40)))
        _ = classifier.inspect(slot, datagram, clock: clock)
        #expect(classifier.counters.inspected == 1)
        #expect(classifier.counters.unfit == 1)
        _ = classifier.inspect(slot, Self.v6(6, Self.tcp(50000, 443, [1])), clock: clock)
        #expect(classifier.counters.unfit == 2, "nor is another version of IP")
        classifier.close(slot)
    }

    @Test func `headers that don't fit aren't shown`() throws {
        let short = Self.tcp(50000, 443, [1, 2, 3])
        var longOffset = short
        longOffset[12] = 0xf0
        var shortOffset = short
        shortOffset[12] = 0x40
        let extensionBehindEnd = Self.v6(0, [6, 9] + Array(repeating: 0, count: 30))
        let laterFragment = Self.v6(44, [17, 0, 0x01, 0] + Array(repeating: 0, count: 30))
        let unfit = [
            Self.v4(6, longOffset), Self.v4(6, shortOffset), Self.v4(6, Array(short.prefix(19))),
            Self.v4(17, [1, 2, 3, 4, 0, 7, 0]), Self.v4(1, [8, 0, 0]), Self.v6(59, [1, 2]),
            Self.v4(17, Self.udp(1, 2, [3]), fragment: 5), extensionBehindEnd, laterFragment,
            Self.v6(60, [17]),
        ]
        let classifier = try ApplicationClassifier()
        for (index, packet) in unfit.enumerated() {
            let slot = try #require(classifier.open(transport: .tcp))
            _ = classifier.inspect(slot, packet, clock: clock)
            #expect(classifier.counters.unfit == UInt64(index + 1), "packet \(index)")
            _ = classifier.conclude(slot)
            classifier.close(slot)
        }
        #expect(classifier.counters.inspected == 0)
        let slot = try #require(classifier.open(transport: .udp))
        let options = [17, 0] + Array(repeating: UInt8(0), count: 6)
        let fit = Self.v6(60, options + Self.udp(40000, 53, [1, 2]))
        _ = classifier.inspect(slot, fit, clock: clock)
        #expect(classifier.counters.inspected == 1, "an extension header that fits is passed over")
    }

    /// Google's QUIC of version 46 without a name, whose later packets nDPI looks at, too.
    @Test func `an empty datagram in a QUIC flow isn't shown`() throws {
        let classifier = try ApplicationClassifier()
        let slot = try #require(classifier.open(transport: .udp))
        let header: [UInt8] = [0xc3] + Array("Q046".utf8) + [0x50] + Array(1...8) + [0, 0, 0, 1]
        let payloads = [header + Array(repeating: 0, count: 1332), []]
        for payload in payloads {
            let packet = Self.v4(17, Self.udp(50000, 443, payload))
            _ = classifier.inspect(slot, packet, clock: clock)
        }
        #expect(classifier.counters.inspected == 1)
        #expect(classifier.counters.passedOver == 1)
        #expect(classifier.conclude(slot).name == "QUIC")
    }

    /// A record of DTLS with one whole handshake message.
    private static func dtls(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [22, 0xfe, 0xfd] + Array(repeating: 0, count: 8) + word(12 + body.count) + [type, 0]
            + word(body.count) + Array(repeating: 0, count: 6) + word(body.count) + body
    }

    @Test func `a DTLS certificate isn't shown, and its flow has its label`() throws {
        // The organization of a subject that nDPI knows: `O=Cloudflare`.
        let subject = [0x30, 0x20, 0x06, 3, 0x55, 4, 0x0a, 0x13, 10] + Array("Cloudflare".utf8)
        let certificate = subject + Array(repeating: 0, count: 40)
        let list = [0] + Self.word(certificate.count) + certificate
        let body = [0] + Self.word(list.count) + list
        let hello = Self.dtls(
            2, [0xfe, 0xfd] + Array(repeating: 7, count: 32) + [0, 0xc0, 0x2b, 0, 0, 0])
        let classifier = try ApplicationClassifier()
        let slot = try #require(classifier.open(transport: .udp))
        for payload in [hello, hello + Self.dtls(11, body), Self.dtls(11, body)] {
            let packet = Self.v4(17, Self.udp(4433, 50000, payload))
            _ = classifier.inspect(slot, packet, clock: clock)
        }
        #expect(classifier.counters.inspected == 1)
        #expect(classifier.counters.passedOver == 2)
        #expect(classifier.conclude(slot).name == "DTLS")
    }
}
