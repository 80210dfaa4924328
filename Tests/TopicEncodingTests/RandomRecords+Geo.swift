import NetworkModel

extension RandomRecords {
    /// Where two endpoints are, or that nobody knows.
    mutating func places() -> FlowPlaces? {
        FlowPlaces(source: place(), destination: place())
    }

    private mutating func place() -> EndpointPlace? {
        guard isOneIn(2) else { return nil }
        var place = EndpointPlace(asn: number(1...UInt32.max))
        if isOneIn(2) { place.asn = nil }
        if isOneIn(2) || place.asn == nil { place.country = "DE" }
        if isOneIn(2) { place.city = "St. \"Óbidos\"" }
        if isOneIn(2) { place.organisation = text() + "x" }
        if isOneIn(2) { place.network = text() + "x" }
        if isOneIn(2) { place.role = text() + "x" }
        return place
    }
}
