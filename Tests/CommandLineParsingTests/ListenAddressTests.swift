import CommandLineParsing
import Testing

struct ListenAddressTests {
    @Test(
        arguments: [
            ("9464", "127.0.0.1", 9464), (":0", "127.0.0.1", 0), ("localhost:1", "127.0.0.1", 1),
            ("0.0.0.0:65535", "0.0.0.0", 65535), ("[::1]:80", "::1", 80), ("[::]:0", "::", 0),
        ] as [(String, String, UInt16)])
    func `a port alone is this machine's`(_ text: String, _ host: String, _ port: UInt16) {
        let address = ListenAddress(text)
        #expect(address?.host == host)
        #expect(address?.port == port)
    }

    @Test(arguments: [
        "", ":", "host:1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80",
        "[::1]", "[127.0.0.1]:1", "[]:1", "127.0.0.1:1x", "+1",
    ])
    func `what is no address is refused`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
