/// Where the fields of the `packets` value stand; `topics/packets.md` says the same in words.
enum PacketBatchLayout {
    static let magic: StaticString = "WEIR"
    static let formatVersion: UInt8 = 1
    static let endFlag: UInt8 = 1

    /// Offsets in the header, after the envelope.
    enum Header {
        static let session = 16
        static let sequence = 24
        static let sessionStart = 32
        static let watermark = 40
        static let allowedLateness = 48
        static let received = 56
        static let droppedByKernel = 64
        static let droppedByInterface = 72
        static let baseTime = 80
        static let partition = 88
        static let partitionCount = 92
        static let sensorBytes = 96
        static let sensor = 97
        /// A header whose sensor has no bytes.
        static let minimumBytes = 97
    }

    /// The sections that this version knows, in the order in which they stand.
    enum Section: UInt32 {
        case ipv4Rows = 1
        case ipv6Rows = 2
        case skippedRows = 3
        case paths = 4
        case pathNumbers = 5
        case annotations = 6

        static let headerBytes = 8

        /// The length of a row; 1 where rows differ in length.
        var rowBytes: Int {
            switch self {
            case .ipv4Rows: Row.addresses + 8
            case .ipv6Rows: Row.addresses + 32
            case .skippedRows: SkippedRow.bytes
            case .paths: Path.bytes
            case .pathNumbers: 2
            case .annotations: 1
            }
        }

        var label: String {
            switch self {
            case .ipv4Rows: "IPv4 rows"
            case .ipv6Rows: "IPv6 rows"
            case .skippedRows: "skipped rows"
            case .paths: "paths"
            case .pathNumbers: "path numbers"
            case .annotations: "annotations"
            }
        }
    }

    /// Offsets in the row of an IP packet; only the addresses' length depends on the version.
    enum Row {
        static let time = 0
        static let lateness = 8
        static let tcpSequence = 16
        static let tcpAcknowledgement = 20
        static let frameBytes = 24
        static let ipBytes = 28
        static let payloadBytes = 32
        static let sourcePort = 36
        static let destinationPort = 38
        static let tcpWindow = 40
        static let vlan = 42
        static let innerVLAN = 44
        static let ordinal = 46
        static let transport = 48
        static let tcpFlags = 49
        static let timeToLive = 50
        static let trafficClass = 51
        static let transportHeaderBytes = 52
        static let flags = 53
        static let addresses = 54

        static let fragmentFlag: UInt8 = 1
        static let noVLAN: UInt16 = 0xffff
        static let maximumVLAN: UInt16 = 4095
    }

    /// Offsets in a path: what a packet was wrapped in, which many packets share.
    enum Path {
        static let source = 0
        static let destination = 6
        static let tunnelIdentifier = 12
        static let tunnelKind = 16
        static let bytes = 20
    }

    /// Offsets in the row of a skipped packet; time, lateness and ordinal mean what they do in
    /// `Row`.
    enum SkippedRow {
        static let time = 0
        static let lateness = 8
        static let frameBytes = 16
        static let arpSender = 20
        static let etherType = 24
        static let ordinal = 26
        static let reason = 28
        static let bytes = 29
    }
}
