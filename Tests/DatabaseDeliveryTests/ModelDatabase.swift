import DatabaseDelivery
import TestSupport

/// A database of lines, of which some are bad, that answers as its manner says.
struct ModelDatabase {
    /// What it does with a request that has bad lines.
    enum Manner: CaseIterable {
        /// Stores nothing and names the first bad line.
        case namesLine
        /// Stores the good ones and says that some are bad.
        case storesPart
        /// Stores nothing and says that some are bad.
        case storesNothing
        /// Stores nothing and names a line that isn't there.
        case namesNoLine
    }

    var manner: Manner
    var bad: Set<String>
    /// Larger requests are refused.
    var maximumBytes = Int.max
    /// Out of 100 requests, how many find it away; half of these are stored all the same.
    var awayPercent = 0
    var refusesCompression = false
    /// Every line that was stored, in the order of the last time.
    private(set) var stored: [String: Int] = [:]
    private(set) var requests = 0
    private(set) var bytes = 0

    init(manner: Manner, bad: Set<String>) {
        self.manner = manner
        self.bad = bad
    }

    mutating func write(_ lines: [UInt8], _ random: inout SeededGenerator) -> WriteVerdict {
        requests += 1
        bytes += lines.count
        if refusesCompression {
            refusesCompression = false
            return .uncompressedOnly
        }
        let isAway = Int.random(in: 0..<100, using: &random) < awayPercent
        if isAway, Bool.random(using: &random) { return away }
        guard lines.count <= maximumBytes else { return .tooLarge(cause: "too large") }
        let texts = lines.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
        let first = texts.firstIndex { bad.contains($0) }
        if first == nil || manner == .storesPart {
            for text in texts where !bad.contains(text) { stored[text] = requests }
        }
        if isAway { return away }
        guard let first else { return .accepted }
        return switch manner {
        case .namesLine: .refusedLine(first, cause: "bad")
        case .namesNoLine: .refusedLine(texts.count, cause: "bad")
        case .storesPart, .storesNothing: .refusedSome(cause: "bad")
        }
    }

    private var away: WriteVerdict { .away(retryAfterSeconds: 1, cause: "away") }
}
