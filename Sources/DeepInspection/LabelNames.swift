internal import CNDPI
internal import NetworkModel

/// nDPI's names as strings, each made once.
///
/// There are only as many pairs as nDPI knows combinations of protocols; risks are combined by
/// whoever sends the packets. Both caches end at `maximumEntries`: from there on names are made
/// anew for each flow.
struct LabelNames {
    private static let maximumEntries = 4096

    private var labels: [ProtocolPair: String] = [:]
    private var riskLists: [UInt64: [String]] = [:]
    private var categories: [UInt32: String] = [:]
    private let confidences: [String]
    private let risks: [String]

    init() {
        confidences = (0..<NDPI_CONFIDENCE_MAX.rawValue).map { number in
            unsafe ndpi_confidence_get_name(ndpi_confidence_t(number))
                .map { unsafe String(cString: $0) } ?? ""
        }
        risks = (0..<NDPI_MAX_RISK.rawValue).map { number in
            unsafe ndpi_risk2str(ndpi_risk_enum(number)).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// `TLS.Google`; nil if both are unknown.
    mutating func label(of pair: ProtocolPair, in module: DetectionModule) -> String? {
        guard !pair.isUnknown else { return nil }
        if let known = labels[pair] { return known }
        // Two names of at most 32 bytes; nDPI ends what it writes within the given length.
        let name = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else { return "" }
            unsafe ndpi_protocol2name(module.pointer, pair.detected, start, UInt32(buffer.count))
            return unsafe String(cString: start)
        }
        if labels.count < Self.maximumEntries { labels[pair] = name }
        return name
    }

    /// nil for nDPI's "unspecified".
    mutating func category(_ number: UInt32, in module: DetectionModule) -> String? {
        guard number != NDPI_PROTOCOL_CATEGORY_UNSPECIFIED.rawValue else { return nil }
        if let known = categories[number] { return known }
        let name =
            unsafe ndpi_category_get_name(module.pointer, ndpi_protocol_category_t(number))
            .map { unsafe String(cString: $0) } ?? ""
        if categories.count < Self.maximumEntries { categories[number] = name }
        return name
    }

    /// nil for nDPI's "unknown".
    func confidence(_ number: UInt32) -> String? {
        number == NDPI_CONFIDENCE_UNKNOWN.rawValue || number >= confidences.count
            ? nil : confidences[Int(number)]
    }

    /// The names of the bits that are set, from bit 1 up.
    mutating func risks(_ bits: UInt64) -> [String] {
        guard bits != 0 else { return [] }
        if let known = riskLists[bits] { return known }
        let names = risks.indices.filter { $0 > 0 && bits >> UInt64($0) & 1 == 1 }.map {
            risks[$0]
        }
        if riskLists.count < Self.maximumEntries { riskLists[bits] = names }
        return names
    }
}
