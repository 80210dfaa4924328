import CMaxMindDB
import NetworkModel

/// One record of an open database, read field by field.
///
/// Lives only while its database is open: it points into the mapped file.
@safe
struct GeoRecord {
    /// The most bytes of a text that are taken; a longer one is cut.
    static let maximumTextBytes = 256

    private var entry: MMDB_entry_s
    /// True once a field turned out to be damaged.
    private(set) var isDamaged = false

    init(_ entry: MMDB_entry_s) {
        unsafe self.entry = entry
    }

    /// Fills in what a place doesn't have yet.
    mutating func fill(_ place: inout EndpointPlace) {
        if place.country == nil { place.country = country() }
        if place.city == nil { place.city = firstText(GeoFields.city) }
        // Number and organisation belong together: both come from one database.
        guard place.asn == nil && place.organisation == nil else { return }
        place.asn = firstASN()
        place.organisation = firstText(GeoFields.organisation)
        if place.asn != nil && place.organisation == nil {
            place.organisation = text(GeoFields.name)
        }
    }

    private mutating func country() -> String? {
        if let code = firstText(GeoFields.country) { return code }
        if let text = text(GeoFields.countryCodeOrName), text.utf8.count == 2 { return text }
        return text(GeoFields.registeredCountry)
    }

    private mutating func firstText(_ paths: [FieldPath]) -> String? {
        for path in paths {
            if let text = text(path) { return text }
        }
        return nil
    }

    private mutating func firstASN() -> UInt32? {
        for path in GeoFields.asn {
            if let number = asn(path), number != 0 { return number }
        }
        return nil
    }

    /// A number, or its text with or without `AS`.
    private mutating func asn(_ path: FieldPath) -> UInt32? {
        guard let value = unsafe value(path) else { return nil }
        // The union's member is the one that the type names.
        switch unsafe Int32(bitPattern: value.type) {
        case MMDB_DATA_TYPE_UINT16: return unsafe UInt32(value.uint16)
        case MMDB_DATA_TYPE_UINT32: return unsafe value.uint32
        case MMDB_DATA_TYPE_UINT64: return unsafe UInt32(exactly: value.uint64)
        case MMDB_DATA_TYPE_INT32: return unsafe UInt32(exactly: value.int32)
        default:
            guard let text = unsafe Self.text(of: value) else { return nil }
            return UInt32(text.uppercased().hasPrefix("AS") ? text.dropFirst(2) : text[...])
        }
    }

    private mutating func text(_ path: FieldPath) -> String? {
        guard let value = unsafe value(path) else { return nil }
        return unsafe Self.text(of: value)
    }

    /// A field's value; nil where the record has none.
    private mutating func value(_ path: FieldPath) -> MMDB_entry_data_s? {
        var value = unsafe MMDB_entry_data_s()
        let status = unsafe path.find(in: &entry, &value)
        switch status {
        case MMDB_SUCCESS: return unsafe value.has_data ? value : nil
        // The record has no such member, or something else by that name.
        case MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR, MMDB_INVALID_LOOKUP_PATH_ERROR:
            return nil
        default:
            isDamaged = true
            return nil
        }
    }

    /// A value's text, cut between characters; nil where it is empty or of another type.
    private static func text(of value: MMDB_entry_data_s) -> String? {
        guard unsafe Int32(bitPattern: value.type) == MMDB_DATA_TYPE_UTF8_STRING,
            let start = unsafe value.utf8_string
        else { return nil }
        // libmaxminddb has checked that so many bytes lie in the mapped file.
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(value.data_size))
        var count = bytes.count
        if count > maximumTextBytes {
            count = maximumTextBytes
            while unsafe count > 0 && bytes[count] & 0xc0 == 0x80 { count -= 1 }
        }
        guard count > 0 else { return nil }
        return unsafe String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
