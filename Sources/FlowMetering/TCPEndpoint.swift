import NetworkModel

/// One side of a TCP connection, as the packets that it sent and their answers show it.
///
/// Sequence numbers are compared by serial arithmetic (RFC 1982), since they wrap.
struct TCPEndpoint {
    /// How far a side got, as Zeek tells it.
    enum State: UInt8 {
        /// It has sent nothing.
        case inactive
        case synSent
        /// It began with a SYN+ACK, or answered one that nobody was seen to ask for.
        case synAckSent
        /// It was first seen in the middle of a connection.
        case partial
        case established
        /// It has sent FIN.
        case closed
        /// It has sent RST.
        case reset
    }

    /// What a side has sent or done.
    struct Marks: OptionSet {
        let rawValue: UInt16
        // Letters that are in the history already.
        static let syn = Marks(rawValue: 1 << 0)
        static let fin = Marks(rawValue: 1 << 1)
        static let rst = Marks(rawValue: 1 << 2)
        static let data = Marks(rawValue: 1 << 3)
        static let acknowledgement = Marks(rawValue: 1 << 4)
        static let multipleFlags = Marks(rawValue: 1 << 5)
        static let finWithRST = Marks(rawValue: 1 << 6)
        // What decides about state and close.
        static let payload = Marks(rawValue: 1 << 7)
        static let synAck = Marks(rawValue: 1 << 8)
        static let pureSYN = Marks(rawValue: 1 << 9)
        static let anyFIN = Marks(rawValue: 1 << 10)
        static let sentLastFIN = Marks(rawValue: 1 << 11)
        static let acknowledgedSYN = Marks(rawValue: 1 << 12)
        static let timedSYN = Marks(rawValue: 1 << 13)
        static let timedHandshake = Marks(rawValue: 1 << 14)
    }

    /// What a packet's sequence numbers say about it.
    enum Novelty {
        /// It holds something new, or nothing that could be.
        case fresh
        /// It holds nothing new and fills no hole.
        case retransmitted
        /// It fills a hole.
        case outOfOrder
        /// It asks the peer for a sign of life: one octet that was sent before.
        case probe
    }

    /// How far apart the sequence numbers of one connection's SYN and RST may lie to be believed.
    static let largestJump: UInt32 = 1 << 20

    /// The sequence number of the SYN, or one less than the first one seen.
    var start: UInt32 = 0
    /// Behind the last octet sent; SYN and FIN count as one.
    var last: UInt32 = 0
    /// The sequence number of the newest FIN itself.
    var finPosition: UInt32 = 0
    /// Up to here all was seen, or acknowledged without being seen.
    var delivered: UInt32 = 0
    /// Where the octets begin that lie behind a hole.
    ///
    /// It is `delivered` where there is no hole. Of several holes only the first is known. After a
    /// RST it is the RST's sequence number.
    var blockStart: UInt32 = 0
    /// In the current segment.
    var retransmittedPackets: UInt32 = 0
    var outOfOrderPackets: UInt32 = 0
    // Over the whole connection; they stop at their maximum.
    var repeatedPayloads: UInt16 = 0
    var zeroWindows: UInt16 = 0
    var gaps: UInt8 = 0
    /// The state, and above it the one before.
    private var states: UInt8 = 0
    var marks: Marks = []

    var state: State { State(rawValue: states & 15) ?? .inactive }
    var previousState: State { State(rawValue: states >> 4) ?? .inactive }

    mutating func enter(_ new: State) {
        if new != state { states = states << 4 | new.rawValue }
    }

    /// Whether the side got through the handshake, and closed, if so, with a FIN.
    var isClean: Bool {
        state == .established || (state == .closed && previousState == .established)
    }

    /// How many octets of payload the sequence numbers span.
    var hasSentPayload: Bool {
        let end = Self.distance(last, delivered) > 0 ? last : delivered
        return end &- start > (marks.contains(.fin) ? 2 : 1)
    }

    /// Begins the counts of a new segment.
    mutating func beginSegment() {
        retransmittedPackets = 0
        outOfOrderPackets = 0
    }

    /// How far a sequence number lies ahead of another.
    static func distance(_ number: UInt32, _ other: UInt32) -> Int32 {
        Int32(bitPattern: number &- other)
    }
}
