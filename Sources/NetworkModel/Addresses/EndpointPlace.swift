/// What is known of where an address is: from geolocation databases and from the user's networks.
///
/// Each part is nil where nothing says it.
public struct EndpointPlace: Hashable, Sendable {
    /// The country, ISO 3166-1 alpha-2: `DE`.
    public var country: String?
    /// The city's English name.
    public var city: String?
    /// The number of the autonomous system that announces the address (RFC 6793).
    public var asn: UInt32?
    /// The organisation that the autonomous system's number is registered for.
    public var organisation: String?
    /// The name of the user's network that the address lies in.
    public var network: String?
    /// What that network is for, in the user's words: `internal`.
    public var role: String?

    /// A place; what isn't given is unknown.
    public init(
        country: String? = nil, city: String? = nil, asn: UInt32? = nil,
        organisation: String? = nil, network: String? = nil, role: String? = nil
    ) {
        self.country = country
        self.city = city
        self.asn = asn
        self.organisation = organisation
        self.network = network
        self.role = role
    }

    /// True where nothing is known.
    public var isEmpty: Bool {
        country == nil && city == nil && asn == nil && organisation == nil && network == nil
            && role == nil
    }
}
