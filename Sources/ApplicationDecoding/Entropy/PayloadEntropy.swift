/// The Shannon entropy of the first payload bytes of one direction of a flow, taken up packet by
/// packet.
///
/// The same as YAF's `payloadEntropy`, which is ⌊bits / 8 × 256⌋ and 255 at most. Holds 512 B of
/// counters from the first byte until it is full; then only the result.
public struct PayloadEntropy: Sendable {
    /// Bytes behind these aren't looked at.
    public static let limitBytes = 2048
    /// Shorter payloads are counted byte by byte: clearing four tables would cost more.
    static let shortPayloadBytes = 192

    private var counters: [UInt16] = []
    private var finalBits = 0.0
    /// How many bytes were taken up so far, 0…`limitBytes`.
    public private(set) var byteCount = 0

    /// An entropy of nothing yet.
    public init() {}

    /// True when further bytes change nothing.
    public var isFull: Bool { byteCount == Self.limitBytes }

    /// The entropy in bits a byte, 0…8; nil while there was no byte.
    public var bits: Double? {
        if byteCount == 0 { return nil }
        return isFull ? finalBits : computedBits
    }

    /// Takes up the next bytes, up to the limit.
    public mutating func add(_ payload: RawSpan) {
        let count = min(payload.byteCount, Self.limitBytes - byteCount)
        guard count > 0 else { return }
        if counters.isEmpty { counters = [UInt16](repeating: 0, count: 256) }
        if count < Self.shortPayloadBytes {
            addShort(payload, count)
        } else {
            addLong(payload, count)
        }
        byteCount += count
        guard isFull else { return }
        finalBits = computedBits
        counters = []
    }

    private mutating func addShort(_ payload: RawSpan, _ count: Int) {
        var counters = counters.mutableSpan
        for offset in 0..<count { counters[Int(payload.byte(at: offset))] &+= 1 }
    }

    /// Counts in four tables in turn, so that equal bytes in a row don't wait for each other.
    private mutating func addLong(_ payload: RawSpan, _ count: Int) {
        var lanes = InlineArray<1024, UInt16>(repeating: 0)
        var offset = 0
        while offset + 8 <= count {
            let word = payload.littleEndian64(at: offset)
            lanes[Int(word & 255)] &+= 1
            lanes[256 + Int(word >> 8 & 255)] &+= 1
            lanes[512 + Int(word >> 16 & 255)] &+= 1
            lanes[768 + Int(word >> 24 & 255)] &+= 1
            lanes[Int(word >> 32 & 255)] &+= 1
            lanes[256 + Int(word >> 40 & 255)] &+= 1
            lanes[512 + Int(word >> 48 & 255)] &+= 1
            lanes[768 + Int(word >> 56)] &+= 1
            offset += 8
        }
        while offset < count {
            lanes[Int(payload.byte(at: offset))] &+= 1
            offset += 1
        }
        var counters = counters.mutableSpan
        for value in 0..<256 {
            counters[value] &+=
                lanes[value] &+ lanes[256 + value] &+ lanes[512 + value] &+ lanes[768 + value]
        }
    }

    /// log₂ N − Σ n log₂ n ÷ N, over the counts n of the N bytes.
    private var computedBits: Double {
        let table = LogarithmProducts.table
        let products = table.span
        // Most of a short payload's counters are zero: four are passed over at a time.
        let words = unsafe counters.span.bytes
        var sum = 0.0
        for offset in stride(from: 0, to: words.byteCount, by: 8) {
            var word = words.littleEndian64(at: offset)
            while word != 0 {
                sum += products[Int(word & 0xffff)]
                word >>= 16
            }
        }
        let total = Double(byteCount)
        return max(0, (products[byteCount] - sum) / total)
    }
}
