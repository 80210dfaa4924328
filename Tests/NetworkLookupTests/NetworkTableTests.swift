import NetworkModel
import TestSupport
import Testing

@testable import NetworkLookup

struct NetworkTableTests {
    private func table(_ lines: String...) throws -> NetworkTable {
        try NetworksFile.table(of: Array(lines.joined(separator: "\n").utf8), name: "test")
    }

    @Test func `the longest prefix wins, whatever the order of the lines`() throws {
        let lines = [
            "10.0.0.0/8,wide", "10.1.0.0/16,middle", "10.1.2.0/24,narrow", "10.1.2.3,host",
        ]
        for order in [lines, Array(lines.reversed())] {
            let table = try table(order.joined(separator: "\n"))
            for (address, name) in [
                ("10.0.0.0", "wide"), ("10.0.255.255", "wide"), ("10.1.0.0", "middle"),
                ("10.1.1.255", "middle"), ("10.1.2.2", "narrow"), ("10.1.2.3", "host"),
                ("10.1.2.4", "narrow"), ("10.1.3.0", "middle"), ("10.2.0.0", "wide"),
                ("10.255.255.255", "wide"), ("9.255.255.255", nil), ("11.0.0.0", nil),
            ] {
                #expect(table.network(of: .literal(address))?.name == name, "\(address)")
            }
        }
    }

    @Test func `the versions are kept apart and both ends of the addresses are reached`() throws {
        let table = try table("0.0.0.0/0,four", "::/0,six", "ffff::/16,last", "255.255.255.255,all")
        #expect(table.network(of: .literal("0.0.0.0"))?.name == "four")
        #expect(table.network(of: .literal("255.255.255.254"))?.name == "four")
        #expect(table.network(of: .literal("255.255.255.255"))?.name == "all")
        #expect(table.network(of: .literal("::"))?.name == "six")
        #expect(table.network(of: .literal("::1"))?.name == "six")
        #expect(
            table.network(of: .literal("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))?.name == "last")
        #expect(try self.table("").network(of: .literal("10.0.0.1")) == nil)
        #expect(try self.table("::/0,six").network(of: .literal("10.0.0.1")) == nil)
    }

    @Test func `any networks give what a scan of all of them gives`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let networks = (0..<Int.random(in: 0...60, using: &random)).compactMap { index in
                prefix(using: &random).map { NamedNetwork(prefix: $0, name: "\(index)") }
            }
            let table = NetworkTable(networks)
            for _ in 0..<100 {
                let address = address(near: networks, using: &random)
                #expect(
                    table.network(of: address) == scan(networks, for: address),
                    "seed \(seed): \(address)")
            }
        }
    }

    /// Few distinct leading bits, so that prefixes nest.
    private func prefix(using random: inout SeededGenerator) -> NetworkPrefix? {
        let isV4 = Bool.random(using: &random)
        let address =
            isV4
            ? IPAddress(v4: UInt32(truncatingIfNeeded: random.next() & 0xc0c0_c0c0_c0c0_c0c0))
            : IPAddress(high: random.next() & 0xc0 << 56, low: random.next() & 0xc0)
        let length = Int.random(in: 0...(isV4 ? 32 : 128), using: &random)
        let base = NetworkPrefix.base(of: address, length: length)
        return NetworkPrefix(base: base, length: length)
    }

    /// An address at an end of a network, beside it, or anywhere.
    private func address(
        near networks: [NamedNetwork], using random: inout SeededGenerator
    ) -> IPAddress {
        guard let prefix = networks.randomElement(using: &random)?.prefix,
            random.next() % 8 != 0
        else { return IPAddress(v4: UInt32(truncatingIfNeeded: random.next())) }
        let end = Bool.random(using: &random) ? prefix.number : prefix.lastNumber
        let number = end &+ [0, 1, UInt128.max][Int(random.next() % 3)]
        return prefix.base.version == .v4
            ? IPAddress(v4: UInt32(truncatingIfNeeded: number))
            : IPAddress(
                high: UInt64(truncatingIfNeeded: number >> 64),
                low: UInt64(truncatingIfNeeded: number))
    }

    /// Bit by bit, and of two alike the later one.
    private func scan(_ networks: [NamedNetwork], for address: IPAddress) -> NamedNetwork? {
        func bit(_ address: IPAddress, _ index: Int) -> UInt8 {
            address.bytes[index / 8] >> UInt8(7 - index % 8) & 1
        }
        var best: NamedNetwork?
        for network in networks where network.prefix.base.version == address.version {
            let isInside = (0..<network.prefix.length).allSatisfy {
                bit(network.prefix.base, $0) == bit(address, $0)
            }
            if isInside, network.prefix.length >= best?.prefix.length ?? 0 { best = network }
        }
        return best
    }
}
