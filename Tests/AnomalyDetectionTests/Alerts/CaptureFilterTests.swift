import Foundation
import NetworkModel
import Testing

@testable import AnomalyDetection

@Suite struct CaptureFilterTests {
    private static let measures: [HostMeasure] = [.packets, .bytes, .syn, .ack, .icmp, .arp]
    private static let addresses: [IPAddress?] = [
        nil, AttackWindow.attacker, IPAddress(high: 0xfe80 << 48, low: 1),
    ]

    /// Whether tcpdump compiles a filter; nil where there is no tcpdump that can.
    private static func compiles(_ filter: String) -> Bool? {
        let paths = ["/usr/bin/tcpdump", "/usr/sbin/tcpdump"]
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-d", "-y", "EN10MB", filter]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `filters name the host and the packets of the kind`() {
        #expect(
            HostMeasure.syn.captureFilter(host: AttackWindow.attacker)
                == "host 10.77.0.66 and tcp[tcpflags] & tcp-syn != 0")
        #expect(
            HostMeasure.syn.captureFilter(host: IPAddress(high: 0xfe80 << 48, low: 1))
                == "ip6 host fe80::1 and ip6[6] == 6 and ip6[53] & 2 != 0")
        #expect(HostMeasure.arp.captureFilter(host: AttackWindow.victim) == "arp host 10.77.0.1")
        #expect(HostMeasure.packets.captureFilter(host: nil) == "")
    }

    @Test(.enabled(if: CaptureFilterTests.compiles("ip") == true && compiles("nonsense") == false))
    func `every filter is one that pcap understands`() {
        for measure in Self.measures {
            for address in Self.addresses {
                let filter = measure.captureFilter(host: address)
                #expect(Self.compiles(filter) == true, "\(filter)")
            }
        }
    }
}
