public import NetworkModel

/// Makes a MaxMind DB file by code, for tests that need one: search tree, data, metadata, as the
/// MaxMind DB specification, version 2.0, lays them out.
public struct MMDBWriter: Sendable {
    /// Where a record of a node leads.
    private enum Link {
        case nothing
        case node(Int)
        case data(Int)
    }

    private let databaseType: String
    private let recordBits: Int
    private let ipVersion: Int
    private var nodes: [(Link, Link)] = [(.nothing, .nothing)]
    private var data: [UInt8] = []

    /// An empty database with records of 24, 28 or 32 bits, of IPv4 addresses or of both versions.
    public init(_ databaseType: String, recordBits: Int = 24, ipVersion: Int = 6) {
        precondition([24, 28, 32].contains(recordBits) && [4, 6].contains(ipVersion))
        self.databaseType = databaseType
        self.recordBits = recordBits
        self.ipVersion = ipVersion
    }

    /// Says something of the addresses that share their first `length` bits with `address`; of
    /// nested blocks the wider one goes first.
    public mutating func add(_ address: IPAddress, length: Int, _ value: MMDBValue) {
        precondition(address.version == .v4 || ipVersion == 6, "no IPv6 in an IPv4 database")
        // In a tree of both versions IPv4 lies below ::/96.
        let bits =
            address.version == .v6
            ? address.bytes
            : Array(repeating: 0, count: ipVersion == 6 ? 12 : 0) + address.bytes
        let depth = length + (address.version == .v4 && ipVersion == 6 ? 96 : 0)
        let offset = data.count
        data += value.bytes
        var node = 0
        for index in 0..<depth {
            let isRight = bits[index / 8] >> UInt8(7 - index % 8) & 1 == 1
            if index == depth - 1 {
                set(node, isRight, .data(offset))
            } else {
                node = child(of: node, isRight)
            }
        }
    }

    /// Adds a block as it is written: `10.0.0.0/8`.
    public mutating func add(_ network: String, _ value: MMDBValue) {
        let parts = network.split(separator: "/")
        add(.literal(String(parts[0])), length: Int(parts[1]) ?? 0, value)
    }

    /// The file.
    public var bytes: [UInt8] {
        let tree = nodes.flatMap { node(number($0.0), number($0.1)) }
        let marker: [UInt8] = [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
        return tree + Array(repeating: 0, count: 16) + data + marker + metadata.bytes
    }

    private var metadata: MMDBValue {
        .map([
            ("node_count", .uint32(UInt32(nodes.count))),
            ("record_size", .uint16(UInt16(recordBits))),
            ("ip_version", .uint16(UInt16(ipVersion))),
            ("database_type", .text(databaseType)),
            ("languages", .list([.text("en")])),
            ("binary_format_major_version", .uint16(2)),
            ("binary_format_minor_version", .uint16(0)),
            ("build_epoch", .uint64(1_700_000_000)),
            ("description", .map([("en", .text("made by a test"))])),
        ])
    }

    private mutating func set(_ node: Int, _ isRight: Bool, _ link: Link) {
        if isRight { nodes[node].1 = link } else { nodes[node].0 = link }
    }

    /// The node below a record; what was said of a wider block holds in both of its halves.
    private mutating func child(of node: Int, _ isRight: Bool) -> Int {
        let link = isRight ? nodes[node].1 : nodes[node].0
        if case .node(let child) = link { return child }
        nodes.append((link, link))
        set(node, isRight, .node(nodes.count - 1))
        return nodes.count - 1
    }

    private func number(_ link: Link) -> UInt32 {
        switch link {
        case .nothing: UInt32(nodes.count)
        case .node(let index): UInt32(index)
        case .data(let offset): UInt32(nodes.count + 16 + offset)
        }
    }

    private func node(_ left: UInt32, _ right: UInt32) -> [UInt8] {
        let (first, second) = (FrameLayer.bigEndian(left), FrameLayer.bigEndian(right))
        switch recordBits {
        case 24: return Array(first[1...] + second[1...])
        // The two highest halves of a byte share the one in the middle.
        case 28: return Array(first[1...]) + [first[0] << 4 | second[0]] + Array(second[1...])
        default: return first + second
        }
    }
}
