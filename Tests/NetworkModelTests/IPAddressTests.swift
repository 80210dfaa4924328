import NetworkModel
import Testing

struct IPAddressTests {
    @Test(
        arguments: [
            (0, "0.0.0.0"), (0x0a00_0001, "10.0.0.1"), (0xffff_ffff, "255.255.255.255"),
            (0xc0a8_0164, "192.168.1.100"),
        ] as [(UInt32, String)])
    func `IPv4 is written in dotted decimal`(bits: UInt32, text: String) {
        #expect(IPAddress(v4: bits).description == text)
    }

    /// The cases of RFC 5952, sections 4.1 to 4.3.
    @Test(
        arguments: [
            (0, 0, "::"), (0, 1, "::1"), (1 << 48, 0, "1::"),
            (0x2001_0db8_0000_0000, 1, "2001:db8::1"),
            (0x2001_0db8_0000_0000, 0x0000_0000_0002_0001, "2001:db8::2:1"),
            (0x2001_0db8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
            (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
            (0x2001_0db8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
            (
                0x2001_0db8_aaaa_bbbb, 0xcccc_dddd_eeee_aaaa,
                "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"
            ),
            (0x0001_0002_0003_0004, 0x0005_0006_0007_0000, "1:2:3:4:5:6:7:0"),
            (0x0000_0002_0003_0004, 0x0005_0006_0000_0000, "0:2:3:4:5:6::"),
            (0x0000_0000_0003_0004, 0x0005_0006_0000_0000, "::3:4:5:6:0:0"),
        ] as [(UInt64, UInt64, String)])
    func `IPv6 is written as RFC 5952 says`(high: UInt64, low: UInt64, text: String) {
        #expect(IPAddress(high: high, low: low).description == text)
    }

    @Test func `addresses order by version, then as numbers`() {
        let ascending = [
            IPAddress(v4: 0), IPAddress(v4: 1), IPAddress(v4: .max), IPAddress(high: 0, low: 0),
            IPAddress(high: 0, low: .max), IPAddress(high: 1, low: 0),
        ]
        #expect(ascending.reversed().sorted() == ascending)
        #expect(IPAddress(v4: 1) != IPAddress(high: 0, low: 1))
    }

    @Test func `bytes are in network order`() {
        #expect(IPAddress(v4: 0x0a00_0201).bytes == [10, 0, 2, 1])
        let bytes = IPAddress(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10).bytes
        #expect(bytes == Array(1...16))
    }
}
