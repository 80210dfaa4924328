import HTTPMessages
import Testing

struct HTTPAddressTests {
    @Test(arguments: [
        ("http://db:9000", "http://db:9000", ""), ("http://db", "http://db:80", ""),
        ("https://db.example", "https://db.example:443", ""),
        ("HTTP://127.0.0.1:8086/weir", "http://127.0.0.1:8086", "weir"),
        ("http://[::1]:9000/", "http://[::1]:9000", ""),
        ("https://[fe80::1]/a/b", "https://[fe80::1]:443", "a/b"),
    ])
    func `an address is read`(text: String, origin: String, path: String) throws {
        let address = try #require(HTTPAddress(text))
        #expect(address.origin == origin)
        #expect(address.path == path)
        #expect(HTTPAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "db:9000", "ftp://db", "http://", "http://:9000", "http://db:", "http://db:0",
        "http://db:65536", "http://db:9x", "http://db:+9", "http://user:secret@db:9000",
        "http://db/a?b", "http://db/a#b", "http://db/a b", "http://d b", "http://::1",
        "http://[::1", "http://[]", "http://[::1]x:9", "http://db\r\n:9", "http://dä",
    ])
    func `what isn't an address is refused`(text: String) {
        #expect(HTTPAddress(text) == nil)
    }
}
