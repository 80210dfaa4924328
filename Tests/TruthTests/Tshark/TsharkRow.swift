import NetworkModel
import TestSupport

/// A row of tshark's conversation table.
struct TsharkRow {
    var left: Endpoint
    var right: Endpoint
    var towardsLeft: TsharkDirection
    var towardsRight: TsharkDirection

    /// Reads `A:p <-> B:q  frames size unit  frames size unit …`; nil for any other line.
    init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count > 9, words[1] == "<->", let left = Self.endpoint(words[0]),
            let right = Self.endpoint(words[2]), let towardsLeft = TsharkDirection(words[3..<6]),
            let towardsRight = TsharkDirection(words[6..<9])
        else { return nil }
        self.left = left
        self.right = right
        self.towardsLeft = towardsLeft
        self.towardsRight = towardsRight
    }

    private static func endpoint(_ word: Substring) -> Endpoint? {
        guard let colon = word.lastIndex(of: ":"), let port = UInt16(word[colon...].dropFirst())
        else { return nil }
        return Endpoint(address: .literal(String(word[..<colon])), port: port)
    }
}
