import NetworkModel
import TestSupport
import Testing

@testable import NetworkLookup

struct AddressParsingTests {
    @Test func `the texts of RFC 4291 and RFC 5952 are read as the C library reads them`() throws {
        for text in [
            "0.0.0.0", "255.255.255.255", "10.1.2.3", "::", "::1", "1::",
            "2001:db8::8:800:200c:417a",
            "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "::13.1.68.3", "::ffff:129.144.52.38",
            "0:0:0:0:0:0:13.1.68.3", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "fe80::0:1",
            "64:ff9b::192.0.2.33",
        ] {
            #expect(IPAddress(text: text) == IPAddress.literal(text), "\(text)")
        }
    }

    @Test func `what is no address is refused`() {
        for text in [
            "", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1..2.3",
            " 1.2.3.4", "1.2.3.4 ", "+1.2.3.4", "1.2.3.-4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1::2::3", "1:::2", ":1::2", "1::2:", "12345::", "g::", "::1.2.3", "1.2.3.4::",
            "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%eth0", "1:2:3:4::5:6:7:8", "::%", "۱.2.3.4",
        ] {
            #expect(IPAddress(text: text) == nil, "\(text)")
        }
    }

    @Test func `the canonical text of any address reads back as the address`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let v4 = IPAddress(v4: UInt32(truncatingIfNeeded: random.next()))
            // Groups of zero come in runs.
            let mask: UInt64 = [.max, 0, 0xffff_0000, 0xffff][Int(random.next() % 4)]
            let v6 = IPAddress(high: random.next() & mask, low: random.next() & ~mask)
            for address in [v4, v6] {
                #expect(IPAddress(text: address.description) == address, "seed \(seed)")
            }
        }
    }
}
