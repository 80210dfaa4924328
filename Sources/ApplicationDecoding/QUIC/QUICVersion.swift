/// The versions of QUIC whose first packets can be read, and what their keys are made with.
enum QUICVersion {
    /// RFC 9000.
    case one
    /// RFC 9369.
    case two
    /// Drafts 29 to 32 of RFC 9000.
    case lateDraft
    /// Drafts 23 to 28, and Facebook's of that time.
    case middleDraft
    /// Draft 22, and Facebook's first.
    case earlyDraft
    /// Google's with TLS.
    case googleTLS

    /// The version that a packet's number means; nil for one that can't be read.
    init?(_ number: UInt32) {
        switch number {
        case 1: self = .one
        case 0x6b33_43cf: self = .two
        case 0xff00_001d...0xff00_0020, 0xface_b00d: self = .lateDraft
        case 0xff00_0017...0xff00_001c, 0xface_b002, 0xface_b00e, 0xface_b011, 0xface_b013:
            self = .middleDraft
        case 0xff00_0015, 0xff00_0016, 0xface_b001: self = .earlyDraft
        case 0x5430_3530...0x5430_3531: self = .googleTLS
        default: return nil
        }
    }

    /// What the connection's identifier is extracted with.
    var salt: [UInt8] {
        switch self {
        case .one:
            Self.bytes(0x3876_2cf7_f559_34b3, 0x4d17_9ae6_a4c8_0cad, 0xccbb_7f0a)
        case .two:
            Self.bytes(0x0ded_e3de_f700_a6db, 0x8193_81be_6e26_9dcb, 0xf9bd_2ed9)
        case .lateDraft:
            Self.bytes(0xafbf_ec28_9993_d24c, 0x9e97_86f1_9c61_11e0, 0x4390_a899)
        case .middleDraft:
            Self.bytes(0xc3ee_f712_c72e_bb5a, 0x11a7_d243_2bb4_6365, 0xbef9_f502)
        case .earlyDraft:
            Self.bytes(0x7fbc_db0e_7c66_bbe9, 0x3a96_cd21_519e_bd7a, 0x0206_7e52)
        case .googleTLS:
            Self.bytes(0x7a4e_def4_e7cc_ee5f, 0xa450_6c19_124f_c8cc, 0xda6e_033d)
        }
    }

    /// What stands before the names of keys.
    var keyLabel: String { self == .two ? "quicv2 " : "quic " }

    /// The number of a packet of type Initial in the first byte's bits 4 and 5.
    var initialType: UInt8 { self == .two ? 1 : 0 }

    private static func bytes(_ high: UInt64, _ middle: UInt64, _ low: UInt32) -> [UInt8] {
        func part(_ word: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64(count - 1 - $0))) }
        }
        return part(high, 8) + part(middle, 8) + part(UInt64(low), 4)
    }
}
