import NetworkModel
import TestSupport
import Testing

@testable import NetworkLookup

struct NetworksFileTests {
    private func networks(_ text: String) throws -> [NamedNetwork] {
        try NetworksFile.table(of: Array(text.utf8), name: "networks.csv").networks
    }

    private func failure(_ text: String) throws -> NetworksError {
        try #require(throws: NetworksError.self) { try networks(text) }
    }

    @Test func `comments, blank lines, spaces, quotes and line ends are read`() throws {
        let networks = try networks(
            "\u{feff}# ours\r\n\r\ncidr,name,role\r\n 10.0.0.0/8 , office ,internal\r\n"
                + "\t# more\n192.0.2.7,\"printer, \"\"old\"\"\", \n2001:DB8::/32,lab,\"test\"\n")
        #expect(
            networks.map { "\($0.prefix)|\($0.name)|\($0.role ?? "-")" } == [
                "10.0.0.0/8|office|internal", "192.0.2.7/32|printer, \"old\"|-",
                "2001:db8::/32|lab|test",
            ])
        #expect(try self.networks("") == [])
        #expect(try self.networks("# nothing") == [])
    }

    @Test func `mistakes are told with file, line and what to do`() throws {
        for (line, part) in [
            ("10.0.0.0/8", "cidr,name,role"), ("10.0.0.0/8,a,b,c", "4 fields"),
            ("10.0.0.0/8,", "no name"), ("office,10.0.0.0/8", "'office' is no network"),
            ("10.0.0.0/33,a", "0 to 32"), ("::/129,a", "0 to 128"), ("10.0.0.0/,a", "0 to 32"),
            ("10.0.0.0/-1,a", "0 to 32"), ("10.0.0.0/+8,a", "0 to 32"),
            ("10.0.0.0/8/9,a", "no network"),
            ("10.0.0.1/8,a", "10.0.0.0/8"), ("2001:db8::1/32,a", "2001:db8::/32"),
            ("10.0.0.0/8,\"a", "closing quote"), ("10.0.0.0/8,\"a\"b", "comma"),
            ("cidr,name,role", "'cidr' is no network"), ("192.0.2.0/24,again", "line 2"),
            ("10.0.0.0/8,\(String(repeating: "a", count: 257))", "257 bytes"),
        ] {
            let error = try failure("# first\n192.0.2.0/24,x\n\(line)\n172.16.0.0/12,y")
            #expect(error.line == 3, "\(line)")
            #expect(error.description.hasPrefix("networks.csv:3: "), "\(line)")
            #expect(error.message.contains(part), "\(line): \(error.message)")
        }
    }

    @Test func `bytes that aren't UTF-8 and too many of them are refused`() throws {
        let latin = Array("10.0.0.0/8,B".utf8) + [0xfc] + Array("ro".utf8)
        let error = #expect(throws: NetworksError.self) {
            try NetworksFile.table(of: latin, name: "n")
        }
        #expect(error?.description == "n:1: isn't UTF-8; save the file as UTF-8.")
        let large = Array(repeating: UInt8(ascii: "\n"), count: NetworksFile.maximumBytes + 1)
        #expect(throws: NetworksError.self) { try NetworksFile.table(of: large, name: "n") }
    }

    @Test func `any bytes are read or refused`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789.:/,\"# \n\rabcdef".utf8) + [0xff]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            do {
                let table = try NetworksFile.table(of: bytes, name: "n")
                #expect(table.networks.allSatisfy { !$0.name.isEmpty }, "seed \(seed)")
            } catch {
                #expect(!error.message.isEmpty, "seed \(seed)")
            }
        }
    }
}
