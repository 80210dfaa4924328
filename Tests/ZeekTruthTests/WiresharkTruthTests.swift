import NetworkModel
import TestSupport
import Testing

/// Handshakes and repeated packets beside what Wireshark's TCP analysis says of whole captures.
///
/// Wireshark 4.0.17's `tcp.analysis.retransmission`, `.out_of_order` and `.initial_rtt`, the last
/// once per stream and without those that end in a RST. Only captures are here in which its rules
/// about time play no part: it calls a packet out of order when it comes within 3 ms.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct WiresharkTruthTests {
    @Test(
        arguments: [
            ("zeek_sumstat", 4, 2, 200, 12_615_689),
            ("slips-test-cc-capture-1", 11, 0, 299, 364_903),
            ("slips-test7", 496, 0, 2, 1914), ("benign_uchicagocs", 1, 0, 1, 4277),
            ("ics_MODBUS-TestDataPart1", 0, 0, 5, 1272),
        ] as [(String, UInt32, UInt32, Int, Int64)])
    func `counts and handshakes of a capture are Wireshark's`(
        name: String, retransmitted: UInt32, outOfOrder: UInt32, handshakes: Int,
        microseconds: Int64
    ) throws {
        let folder = (TestEnvironment.dataFolder ?? "") + "/known"
        let summaries = try MeteredFlow.flows(of: "\(folder)/\(name).pcap")
            .compactMap(\.record.tcp)
        #expect(
            summaries.reduce(0) {
                $0 + $1.forwardRetransmittedPackets + $1.reverseRetransmittedPackets
            } == retransmitted)
        #expect(
            summaries.reduce(0) { $0 + $1.forwardOutOfOrderPackets + $1.reverseOutOfOrderPackets }
                == outOfOrder)
        let durations = summaries.compactMap(\.handshakeRTTNanoseconds)
        #expect(durations.count == handshakes)
        #expect(durations.reduce(0, +) / 1000 == microseconds)
    }
}
