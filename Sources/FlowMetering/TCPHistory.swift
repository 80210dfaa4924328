/// What happened in a TCP connection, in order: the letters of Zeek's `history`.
///
/// Holds 24 letters in 16 bytes. The last eight places are kept for what happens for the first
/// time; a letter that comes again finds room only before them.
struct TCPHistory {
    /// What a letter stands for; upper case in text when the originator did it.
    enum Letter: UInt8 {
        /// SYN without ACK.
        case syn = 1
        /// SYN with ACK.
        case synAck
        /// A packet without payload that acknowledges.
        case acknowledgement
        /// Payload.
        case data
        case fin
        case rst
        /// A packet with payload that holds nothing new.
        case retransmission
        /// A window of zero.
        case zeroWindow
        /// Payload that was acknowledged but never seen.
        case gap
        /// SYN together with FIN or RST.
        case multipleFlags
        /// FIN together with RST.
        case finWithRST
        /// The flow was turned round.
        case turned
    }

    /// How many letters fit.
    static let capacity = 24
    /// How many letters a repeated letter may find.
    private static let capacityForRepeats = 16
    private static let lettersInWord = 12
    private static let bitsOfLetter: UInt64 = 5
    private static let reverseBit: UInt64 = 1 << 4

    /// Twelve letters of five bits each, first one lowest; zero where there is none.
    private var earlier: UInt64 = 0
    private var later: UInt64 = 0

    /// How many letters there are.
    var count: Int {
        later == 0 ? Self.letters(in: earlier) : Self.lettersInWord + Self.letters(in: later)
    }

    private static func letters(in word: UInt64) -> Int {
        (64 - word.leadingZeroBitCount + Int(bitsOfLetter) - 1) / Int(bitsOfLetter)
    }

    /// Appends a letter, or drops it where it finds no room.
    mutating func append(_ letter: Letter, isReverse: Bool, isRepeated: Bool = false) {
        let place = count
        guard place < (isRepeated ? Self.capacityForRepeats : Self.capacity) else { return }
        let code = UInt64(letter.rawValue) | (isReverse ? Self.reverseBit : 0)
        if place < Self.lettersInWord {
            earlier |= code &<< (Self.bitsOfLetter &* UInt64(place))
        } else {
            later |= code &<< (Self.bitsOfLetter &* UInt64(place - Self.lettersInWord))
        }
    }

    /// The letters as Zeek writes them; empty where nothing happened.
    var text: String {
        var characters: [UInt8] = []
        for word in [earlier, later] {
            var rest = word
            while rest != 0 {
                characters.append(Self.character(rest & 31))
                rest >>= Self.bitsOfLetter
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static func character(_ code: UInt64) -> UInt8 {
        guard let letter = Letter(rawValue: UInt8(truncatingIfNeeded: code & 15)) else { return 0 }
        let isReverse = code & reverseBit != 0
        let upper =
            switch letter {
            case .syn: UInt8(ascii: "S")
            case .synAck: UInt8(ascii: "H")
            case .acknowledgement: UInt8(ascii: "A")
            case .data: UInt8(ascii: "D")
            case .fin: UInt8(ascii: "F")
            case .rst: UInt8(ascii: "R")
            case .retransmission: UInt8(ascii: "T")
            case .zeroWindow: UInt8(ascii: "W")
            case .gap: UInt8(ascii: "G")
            case .multipleFlags: UInt8(ascii: "Q")
            case .finWithRST: UInt8(ascii: "I")
            case .turned: UInt8(ascii: "^")
            }
        return isReverse && letter != .turned ? upper | 0x20 : upper
    }
}
