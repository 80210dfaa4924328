/// What tshark's table says of one direction: packets, and bytes as exactly as it writes them.
struct TsharkDirection: Equatable {
    var packets = 0
    /// Sizes from some kilobytes on are written in units of 1000, rounded down.
    var bytes = 0...0

    /// Adds another row's direction: tshark has a row for each use of a port.
    mutating func add(_ other: TsharkDirection) {
        packets += other.packets
        bytes =
            bytes.lowerBound + other.bytes.lowerBound...bytes.upperBound + other.bytes.upperBound
    }

    init() {}

    /// Reads `frames size unit`.
    init?(_ words: ArraySlice<Substring>) {
        let words = Array(words)
        guard words.count == 3, let packets = Int(words[0]), let size = Int(words[1]) else {
            return nil
        }
        let units = ["bytes": 1, "kB": 1000, "MB": 1_000_000]
        guard let unit = units[String(words[2])] else { return nil }
        self.packets = packets
        bytes = size * unit...size * unit + unit - 1
    }
}
