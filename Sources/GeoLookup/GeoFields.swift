/// Where databases keep what is wanted, the surer place first.
///
/// Names as MaxMind documents them for GeoIP2 and GeoLite2 (DB-IP's databases have the same), and
/// as IPinfo does for its own.
enum GeoFields {
    /// GeoIP2; IPinfo Lite.
    static let country = [FieldPath("country", "iso_code"), FieldPath("country_code")]
    /// IPinfo's older databases have the code here, IPinfo Lite the country's name.
    static let countryCodeOrName = FieldPath("country")
    /// Where the address block is registered, for blocks that GeoIP2 places nowhere.
    static let registeredCountry = FieldPath("registered_country", "iso_code")
    /// GeoIP2; IPinfo.
    static let city = [FieldPath("city", "names", "en"), FieldPath("city")]
    /// GeoLite2-ASN; IPinfo, as text: `AS15169`; GeoIP2 Enterprise.
    static let asn = [
        FieldPath("autonomous_system_number"), FieldPath("asn"),
        FieldPath("traits", "autonomous_system_number"),
    ]
    /// GeoLite2-ASN; IPinfo Lite; GeoIP2 Enterprise.
    static let organisation = [
        FieldPath("autonomous_system_organization"), FieldPath("as_name"),
        FieldPath("traits", "autonomous_system_organization"),
    ]
    /// IPinfo's ASN database; said of an organisation only beside an `asn`.
    static let name = FieldPath("name")
}
