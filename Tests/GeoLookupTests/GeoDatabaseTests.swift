import NetworkModel
import TestSupport
import Testing

@testable import GeoLookup

struct GeoDatabaseTests {
    @Test(arguments: [24, 28, 32], [4, 6])
    func `country and city are found in trees of all record sizes and both versions`(
        recordBits: Int, ipVersion: Int
    ) throws {
        var writer = MMDBWriter("GeoLite2-City", recordBits: recordBits, ipVersion: ipVersion)
        writer.add("192.0.2.0/24", GeoSamples.city("DE", "Berlin"))
        writer.add("198.51.100.0/25", GeoSamples.city("FR", nil))
        let database = try GeoSamples.open(writer)
        #expect(database.databaseType == "GeoLite2-City")
        let berlin = EndpointPlace(country: "DE", city: "Berlin")
        for address in ["192.0.2.0", "192.0.2.77", "192.0.2.255"] {
            #expect(GeoSamples.place(address, in: database) == berlin)
        }
        #expect(
            GeoSamples.place("198.51.100.127", in: database) == EndpointPlace(country: "FR"))
        for address in ["192.0.1.255", "192.0.3.0", "198.51.100.128", "10.0.0.1", "127.0.0.1"] {
            #expect(GeoSamples.place(address, in: database).isEmpty, "\(address)")
        }
        #expect(database.damagedLookups == 0)
    }

    @Test(arguments: [24, 28, 32])
    func `more nodes than fit into the low bits of a record are found`(recordBits: Int) throws {
        var writer = MMDBWriter("GeoLite2-ASN", recordBits: recordBits, ipVersion: 4)
        var random = SeededGenerator(seed: 7)
        var blocks: [UInt32: UInt32] = [:]
        while blocks.count < 4000 {
            let base = UInt32.random(in: 0...0xff_ffff, using: &random) << 8
            guard blocks[base] == nil else { continue }
            blocks[base] = UInt32(blocks.count + 1)
            writer.add(
                IPAddress(v4: base), length: 24,
                GeoSamples.asn(UInt32(blocks.count), String(repeating: "x", count: 300)))
        }
        let database = try GeoSamples.open(writer)
        for (base, number) in blocks {
            var place = EndpointPlace()
            database.fill(&place, of: IPAddress(v4: base | 5))
            #expect(place.asn == number)
            #expect(place.organisation?.utf8.count == GeoRecord.maximumTextBytes)
        }
    }

    @Test func `IPv6 blocks are found, and IPv4 ones beside them`() throws {
        var writer = MMDBWriter("GeoLite2-ASN", recordBits: 28)
        writer.add("2001:db8::/32", GeoSamples.asn(64_496, "Wide"))
        writer.add("2001:db8:1:2::/64", GeoSamples.asn(64_497, "Narrow"))
        writer.add("2001:db8:1:2::9/128", GeoSamples.asn(4_200_000_000, "Host"))
        writer.add("203.0.113.0/24", GeoSamples.asn(64_498, "Four"))
        let database = try GeoSamples.open(writer)
        for (address, asn) in [
            ("2001:db8:ffff::1", 64_496), ("2001:db8:1:2::8", 64_497),
            ("2001:db8:1:2::9", 4_200_000_000), ("203.0.113.9", 64_498),
        ] as [(String, UInt32)] {
            #expect(GeoSamples.place(address, in: database).asn == asn, "\(address)")
        }
        for address in ["2001:db7:ffff::1", "fe80::1", "::1", "203.0.114.9"] {
            #expect(GeoSamples.place(address, in: database).isEmpty, "\(address)")
        }
    }

    @Test func `a database of IPv4 addresses knows nothing of IPv6 ones, undamaged`() throws {
        var writer = MMDBWriter("GeoLite2-Country", ipVersion: 4)
        writer.add("0.0.0.0/1", GeoSamples.city("DE", nil))
        let database = try GeoSamples.open(writer)
        #expect(GeoSamples.place("2001:db8::1", in: database).isEmpty)
        #expect(GeoSamples.place("::1", in: database).isEmpty)
        #expect(GeoSamples.place("10.0.0.1", in: database).country == "DE")
        #expect(database.damagedLookups == 0)
    }

    @Test(arguments: fieldCases)
    func `fields are found under the names of each vendor`(
        record: MMDBValue, place: EndpointPlace
    ) throws {
        var writer = MMDBWriter("any")
        writer.add("192.0.2.0/24", record)
        #expect(try GeoSamples.place("192.0.2.1", in: GeoSamples.open(writer)) == place)
    }

    static let fieldCases: [(MMDBValue, EndpointPlace)] = [
        // IPinfo Lite: `country` is a name.
        (
            .map([
                ("as_domain", .text("google.com")), ("as_name", .text("Google LLC")),
                ("asn", .text("AS15169")), ("country", .text("United States")),
                ("country_code", .text("US")),
            ]), EndpointPlace(country: "US", asn: 15_169, organisation: "Google LLC")
        ),
        // IPinfo's location database: `country` is a code, `city` a text.
        (
            .map([("city", .text("Oslo")), ("country", .text("NO"))]),
            EndpointPlace(country: "NO", city: "Oslo")
        ),
        // IPinfo's ASN database.
        (
            .map([("asn", .text("AS3320")), ("name", .text("Deutsche Telekom AG"))]),
            EndpointPlace(asn: 3320, organisation: "Deutsche Telekom AG")
        ),
        // A name without a number is nobody's.
        (.map([("name", .text("somebody"))]), EndpointPlace()),
        (
            .map([("registered_country", .map([("iso_code", .text("CH"))]))]),
            EndpointPlace(country: "CH")
        ),
        (
            .map([
                ("country", .map([("iso_code", .text("AT"))])),
                ("registered_country", .map([("iso_code", .text("CH"))])),
            ]), EndpointPlace(country: "AT")
        ),
        (
            .map([("traits", .map([("autonomous_system_number", .uint16(65))]))]),
            EndpointPlace(asn: 65)
        ),
        (.map([("asn", .uint64(1 << 32))]), EndpointPlace()),
        (.map([("asn", .uint32(0))]), EndpointPlace()),
        // What has the name but not the type counts as missing.
        (
            .map([
                ("country", .map([("iso_code", .uint32(49))])), ("city", .uint16(1)),
                ("asn", .text("none")), ("as_name", .list([.text("x")])),
            ]), EndpointPlace()
        ),
        (.map([("country_code", .text("")), ("city", .map([]))]), EndpointPlace()),
        (.text("not a map"), EndpointPlace()),
        (.map([]), EndpointPlace()),
    ]

    @Test func `a long text is cut between characters`() throws {
        var writer = MMDBWriter("GeoLite2-ASN")
        writer.add("192.0.2.0/24", GeoSamples.asn(1, String(repeating: "日", count: 100)))
        let place = GeoSamples.place("192.0.2.1", in: try GeoSamples.open(writer))
        #expect(place.organisation == String(repeating: "日", count: 85))
    }

    @Test func `the first database that knows a thing is heard, number and name together`() throws {
        let folder = try TemporaryFolder()
        var first = MMDBWriter("GeoLite2-City")
        first.add("192.0.2.0/24", GeoSamples.city("DE", nil))
        var second = MMDBWriter("GeoLite2-ASN")
        second.add("192.0.2.0/24", .map([("autonomous_system_number", .uint32(1))]))
        var third = MMDBWriter("IPinfo")
        third.add(
            "192.0.2.0/23",
            .map([
                ("asn", .text("AS2")), ("as_name", .text("two")), ("city", .text("Bonn")),
                ("country_code", .text("FR")),
            ]))
        let paths = try [first, second, third].enumerated().map {
            try folder.write($0.element.bytes, to: "\($0.offset).mmdb")
        }
        let databases = try GeoDatabases(paths: paths)
        #expect(
            databases.place(of: .literal("192.0.2.1"))
                == EndpointPlace(country: "DE", city: "Bonn", asn: 1))
        #expect(
            databases.place(of: .literal("192.0.3.1"))
                == EndpointPlace(country: "FR", city: "Bonn", asn: 2, organisation: "two"))
    }
}
