import NetworkModel
import TestSupport
import Testing

@testable import SocketTables

/// Tables as a kernel (6.1) wrote them.
struct SocketTableScannerTests {
    private static let tcp = [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 635 1 00000000ca5a9b16 100 0 0 10 0",
        "   1: 0100007F:886E 0100007F:0016 01 00000000:00000000 00:00000000 00000000     0        0 6635002 1 0000000090a5d15d 20 4 30 14 -1",
        "   2: 0100007F:0016 0100007F:886E 01 00000000:00000000 00:00000000 00000000     0        0 6634061 1 000000004f9e05fc 20 4 26 13 -1",
        "   3: 0100007F:C001 0100007F:0016 06 00000000:00000000 03:00000B6D 00000000     0        0 0 3 0000000000000000",
        "   4: 0100007F:C002 0100007F:0016 08 00000000:00000001 00:00000000 00000000     0        0 0 1 0000000000000000",
        "   5: 0100007F:CBDB 0100007F:BD4A 03 00000000:00000000 01:00000045 00000000     0        0 0 1 0000000000000000",
        "   6: 00000000:0000 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000",
    ].map { $0 + "\n" }.joined()
    private static let tcp6 = [
        "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 6629585 1 00000000d0d41525 100 0 0 10 0",
        "   1: 0000000000000000FFFF00000100007F:517C 0000000000000000FFFF00000100007F:0050 02 00000000:00000000 00:00000000 00000000     0        0 6633313 1 00000000db750a99 100 0 0 10 0",
    ].map { $0 + "\n" }.joined()
    private static let udp = [
        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
        "13393: 0100007F:9ED7 0100007F:A89D 01 00000000:00000000 00:00000000 00000000     0        0 6629601 2 00000000a5fa242b 0",
        "   53: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 6629600 2 000000003ea17739 0",
    ].map { $0 + "\n" }.joined()

    private func scan(
        _ table: SocketTable, _ text: String, pieces: [Int] = []
    ) -> SocketTableScanner {
        var scanner = SocketTableScanner(table, addingTo: OccupiedPorts())
        var bytes = Array(text.utf8)[...]
        for piece in pieces {
            scanner.take(bytes.prefix(piece))
            bytes = bytes.dropFirst(piece)
        }
        scanner.take(bytes)
        scanner.finish()
        return scanner
    }

    @Test func `states say which TCP ports are occupied, and by what`() {
        let scanner = scan(.tcp, Self.tcp)
        #expect(scanner.ports.tcpListening == PortSet([22]))
        // Neither the port that only waits, nor the one of a connection nobody has accepted.
        #expect(scanner.ports.tcpConnected == PortSet([22, 0x886e, 0xc002]))
        #expect(scanner.ports.udpBound.isEmpty)
        #expect(scanner.unreadableLines == 0)
    }

    @Test func `addresses of version 6 are longer and their ports the same`() {
        let scanner = scan(.tcp6, Self.tcp6)
        #expect(scanner.ports.tcpListening == PortSet([80]))
        #expect(scanner.ports.tcpConnected == PortSet([0x517c]))
    }

    @Test func `every socket of UDP occupies its port`() {
        #expect(scan(.udp, Self.udp).ports.udpBound == PortSet([53, 0x9ed7]))
    }

    @Test func `it doesn't matter in what pieces a table comes`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let whole = scan(.tcp, Self.tcp).ports
        for _ in 0..<200 {
            let pieces = (0..<20).map { _ in Int.random(in: 0...90, using: &random) }
            #expect(scan(.tcp, Self.tcp, pieces: pieces).ports == whole, "seed \(seed)")
        }
    }

    @Test func `lines that say nothing are counted, and the others still count`() {
        let header = "sl local_address\n"
        let good = " 1: 00000000:0016 00000000:0000 0A 0\n"
        let bad = [
            "\n", "noise\n", "1: 00000000 00000000:0000 0A\n", "1: 0:XYZ 0:0 0A\n",
            "1: 0:1FFFF 0:0 0A\n", String(repeating: "1: 0:0017 0:0 0A ", count: 100) + "\n",
        ]
        let scanner = scan(.tcp, header + bad.joined(separator: good) + good + "1: 0:0050 0:0 0A")
        #expect(scanner.ports.tcpListening == PortSet([22, 80]))
        #expect(scanner.unreadableLines == UInt64(bad.count))
        #expect(scan(.tcp, "").ports == OccupiedPorts())
    }

    @Test func `any bytes are taken`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let table = Array(Self.tcp.utf8)
        for _ in 0..<500 {
            var scanner = SocketTableScanner(.tcp, addingTo: OccupiedPorts())
            var bytes = table
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                    in: .min ... .max, using: &random)
            }
            scanner.take(bytes[...])
            scanner.finish()
            let found = scanner.ports.tcpListening.count + scanner.ports.tcpConnected.count
            #expect(found <= bytes.count { $0 == UInt8(ascii: "\n") } + 1, "seed \(seed)")
        }
    }
}
