import NetworkModel
import TestSupport
import Testing

@testable import GeoLookup

struct GeoDamageTests {
    private static var sample: [UInt8] {
        var writer = MMDBWriter("GeoLite2-City", recordBits: 28)
        for index in 0..<16 {
            writer.add(
                "\(index * 16).0.0.0/\(8 + index)", GeoSamples.city("DE", "Stadt \(index)"))
        }
        writer.add("2001:db8::/32", GeoSamples.asn(64_496, "Wide"))
        return writer.bytes
    }

    private func failure(of path: String) throws -> GeoError {
        try #require(throws: GeoError.self) { try GeoDatabase(path: path) }
    }

    @Test func `what isn't there and what isn't a file can't be opened`() throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("absent.mmdb"), folder.path] {
            let error = try failure(of: path)
            #expect(error.code == .cannotOpen)
            #expect(error.description.contains(path))
        }
    }

    @Test func `what isn't a database is refused, with its path and what to do`() throws {
        let folder = try TemporaryFolder()
        let texts: [[UInt8]] = [
            Array("network,country\n".utf8), Array(repeating: 0, count: 4096),
            Self.sample.dropLast(300),
        ]
        for text in texts {
            let error = try failure(of: folder.write(text, to: "wrong.mmdb"))
            #expect(error.code == .notADatabase)
            #expect(error.description.contains("wrong.mmdb"))
            #expect(error.description.contains("download"))
        }
        // An empty file can't be mapped.
        _ = try failure(of: folder.write([], to: "empty.mmdb"))
    }

    @Test func `more databases than the bound are refused`() {
        let paths = Array(repeating: "x", count: GeoDatabases.maximumDatabases + 1)
        let error = #expect(throws: GeoError.self) { try GeoDatabases(paths: paths) }
        #expect(error?.code == .tooMany)
    }

    @Test func `a record that leads out of the data is counted and gives nothing`() throws {
        var writer = MMDBWriter("GeoLite2-City", recordBits: 24, ipVersion: 4)
        writer.add("0.0.0.0/1", GeoSamples.city("DE", nil))
        var bytes = writer.bytes
        // The left record of the only node.
        bytes.replaceSubrange(0..<3, with: [0x7f, 0xff, 0xff])
        let folder = try TemporaryFolder()
        let database = try GeoDatabase(path: folder.write(bytes, to: "damaged.mmdb"))
        #expect(GeoSamples.place("10.0.0.1", in: database).isEmpty)
        #expect(database.damagedLookups == 1)
    }

    @Test func `damaged bytes are refused or looked up without a crash`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let sample = Self.sample
        var opened = 0
        for round in 0..<1500 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if round % 10 == 0 {
                let cut = Int.random(in: 0..<sample.count / 2, using: &random)
                bytes.removeFirst(cut)
            }
            let path = try folder.write(bytes, to: "damaged.mmdb")
            guard let database = try? GeoDatabase(path: path) else { continue }
            opened += 1
            for _ in 0..<40 {
                var place = EndpointPlace()
                let bits = UInt32.random(in: 0...UInt32.max, using: &random)
                database.fill(&place, of: IPAddress(v4: bits))
                database.fill(&place, of: IPAddress(high: 0x2001_0db8_0000_0000, low: 1))
                #expect(place.city?.utf8.count ?? 0 <= GeoRecord.maximumTextBytes, "seed \(seed)")
            }
        }
        #expect(opened > 100, "seed \(seed)")
    }
}
