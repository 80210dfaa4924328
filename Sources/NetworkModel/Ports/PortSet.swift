/// A set of port numbers: a bit each, so that its size doesn't depend on what is in it.
public struct PortSet: Hashable, Sendable {
    private static let bitsPerWord = 64

    private var words = [UInt64](repeating: 0, count: 65_536 / Self.bitsPerWord)
    /// How many ports are in the set.
    public private(set) var count = 0

    /// An empty set.
    public init() {}

    /// The set of these ports.
    public init(_ ports: some Sequence<UInt16>) {
        for port in ports { insert(port) }
    }

    /// True where no port is in the set.
    public var isEmpty: Bool { count == 0 }

    /// Whether a port is in the set.
    public func contains(_ port: UInt16) -> Bool {
        let (word, bit) = Self.place(of: port)
        return words[word] & bit != 0
    }

    /// Adds a port.
    public mutating func insert(_ port: UInt16) {
        let (word, bit) = Self.place(of: port)
        if words[word] & bit == 0 { count += 1 }
        words[word] |= bit
    }

    /// Adds the ports of another set.
    public mutating func formUnion(_ other: PortSet) {
        count = 0
        for index in words.indices {
            words[index] |= other.words[index]
            count += words[index].nonzeroBitCount
        }
    }

    /// The lowest ports of the set in ascending order, at most so many.
    public func lowest(_ maximum: Int) -> [UInt16] {
        var ports: [UInt16] = []
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                guard ports.count < maximum else { return ports }
                let bit = word.trailingZeroBitCount
                ports.append(UInt16(index * Self.bitsPerWord + bit))
                word &= word - 1
            }
        }
        return ports
    }

    private static func place(of port: UInt16) -> (word: Int, bit: UInt64) {
        (Int(port) / bitsPerWord, 1 << (Int(port) % bitsPerWord))
    }
}
