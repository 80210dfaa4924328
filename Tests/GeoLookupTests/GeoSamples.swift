import GeoLookup
import NetworkModel
import TestSupport

/// Small databases in the shape of those that people have.
enum GeoSamples {
    /// The members of GeoLite2-City that matter, and some that don't.
    static func city(_ country: String, _ city: String?) -> MMDBValue {
        var members: [(String, MMDBValue)] = [
            ("continent", .map([("code", .text("EU"))])),
            (
                "country",
                .map([
                    ("geoname_id", .uint32(2_921_044)), ("is_in_european_union", .flag(true)),
                    ("iso_code", .text(country)),
                    ("names", .map([("de", .text("Land")), ("en", .text("Land"))])),
                ])
            ),
            ("location", .map([("latitude", .double(52.5))])),
        ]
        if let city {
            members.insert(
                ("city", .map([("names", .map([("de", .text("Stadt")), ("en", .text(city))]))])),
                at: 0)
        }
        return .map(members)
    }

    /// The members of GeoLite2-ASN.
    static func asn(_ number: UInt32, _ organisation: String) -> MMDBValue {
        .map([
            ("autonomous_system_number", .uint32(number)),
            ("autonomous_system_organization", .text(organisation)),
        ])
    }

    /// Opens what a writer made.
    static func open(_ writer: MMDBWriter) throws -> GeoDatabase {
        // The file stays mapped after its name is gone.
        let folder = try TemporaryFolder()
        return try GeoDatabase(path: folder.write(writer.bytes, to: "sample.mmdb"))
    }

    /// What a database says of an address.
    static func place(_ address: String, in database: GeoDatabase) -> EndpointPlace {
        var place = EndpointPlace()
        database.fill(&place, of: .literal(address))
        return place
    }
}
