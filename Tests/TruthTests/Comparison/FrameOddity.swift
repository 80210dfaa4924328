/// What is odd about an untagged Ethernet frame, as its headers say.
enum FrameOddity {
    /// Nothing.
    case none
    /// Its IP header tells of more bytes than the frame held on the wire.
    case excessiveLength
    /// Its IP header tells of no bytes, as a segment's does that the sender's network card was to
    /// cut up.
    case zeroLength
    /// The frame is wrapped in a frame of Cisco FabricPath or IEEE 802.1ah.
    case wrapped

    /// Why peers don't count such a packet as weir does; nil for one like others.
    var reason: String? {
        switch self {
        case .none: nil
        case .excessiveLength: "conversations with packets longer than their frame, by their word"
        case .zeroLength: "conversations with packets whose header gives no length"
        case .wrapped: "conversations in frames within frames, which the peer doesn't open"
        }
    }

    init(_ frame: RawSpan, wireBytes: Int) {
        func word(_ offset: Int) -> Int {
            Int(unsafe frame.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) << 8
                | Int(unsafe frame.unsafeLoad(fromByteOffset: offset + 1, as: UInt8.self))
        }
        self = .none
        guard frame.byteCount >= 34 else { return }
        let length: Int
        switch word(12) {
        case 0x0800: length = word(16)
        case 0x86dd: length = word(18) == 0 ? 0 : word(18) + 40
        case 0x8903, 0x88e7:
            self = .wrapped
            return
        default: return
        }
        if length == 0 { self = .zeroLength }
        if length > wireBytes - 14 { self = .excessiveLength }
    }
}
