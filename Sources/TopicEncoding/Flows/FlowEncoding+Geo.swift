import NetworkModel

extension FlowEncoding {
    /// Writes the member `geo`: an object for each endpoint of which something is known.
    static func write(_ places: FlowPlaces, into writer: inout JSONWriter) {
        writer.beginObject("geo")
        if let place = places.source { write(place, "src", into: &writer) }
        if let place = places.destination { write(place, "dest", into: &writer) }
        writer.endObject()
    }

    private static func write(
        _ place: EndpointPlace, _ name: StaticString, into writer: inout JSONWriter
    ) {
        writer.beginObject(name)
        if let country = place.country { writer.member("country", country) }
        if let city = place.city { writer.member("city", city) }
        if let asn = place.asn { writer.member("asn", UInt64(asn)) }
        if let organisation = place.organisation { writer.member("organisation", organisation) }
        if let network = place.network { writer.member("network", network) }
        if let role = place.role { writer.member("role", role) }
        writer.endObject()
    }
}
