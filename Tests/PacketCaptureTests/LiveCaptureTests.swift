import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

/// The loopback interface; these tests skip where the process may not capture it.
@Suite struct LiveCaptureTests {
    private static let configuration: LiveCaptureConfiguration = {
        var configuration = LiveCaptureConfiguration(interface: "lo")
        configuration.isPromiscuous = false
        configuration.timeoutMilliseconds = 20
        configuration.isImmediate = true
        return configuration
    }()

    private static let isPermitted = (try? LiveCapture(configuration)) != nil

    @Test(.enabled(if: isPermitted, "Capturing needs CAP_NET_RAW."))
    func `datagrams over loopback are captured, decoded and counted`() throws {
        let pair = UDPPair()
        var configuration = Self.configuration
        configuration.filter = "udp dst port \(pair.receiverPort)"
        let capture = try LiveCapture(configuration)
        #expect(capture.linkType == .ethernet)
        #expect(try capture.next { _, _, _ in } == .timeout)
        for length in 1...10 { pair.send(length) }
        var decoder = PacketDecoder(linkType: capture.linkType)
        var lengths: [UInt32] = []
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        var timeouts = 0
        while lengths.count < 10 && timeouts < 100 {
            let status = try capture.next { captured, wireBytes, time in
                guard
                    decoder.decode(
                        captured, wireBytes: wireBytes, time: time, summary: &summary,
                        skipped: &skipped)
                else { return }
                #expect(summary.source == .literal("127.0.0.1"))
                #expect(summary.destinationPort == pair.receiverPort)
                lengths.append(summary.payloadBytes)
            }
            if status == .timeout { timeouts += 1 }
        }
        #expect(lengths == Array(1...10))
        #expect(capture.counters().received == 10)
        #expect(capture.counters().droppedByKernel == 0)
        #expect(summary.time.nanoseconds > 1_700_000_000_000_000_000)
    }

    @Test(.enabled(if: isPermitted, "Capturing needs CAP_NET_RAW."))
    func `another thread ends a capture`() async throws {
        var configuration = Self.configuration
        configuration.filter = "udp port 1"
        let capture = try LiveCapture(configuration)
        let reader = Task {
            while try capture.next({ _, _, _ in }) != .end {}
            return try capture.next { _, _, _ in }
        }
        capture.breakLoop()
        #expect(try await reader.value == .end)
    }

    @Test(.enabled(if: isPermitted, "Capturing needs CAP_NET_RAW."))
    func `a bad filter for an interface is refused`() {
        var configuration = Self.configuration
        configuration.filter = "nonsense and more"
        let error = #expect(throws: CaptureError.self) { _ = try LiveCapture(configuration) }
        #expect(error?.code == .badFilter)
    }

    @Test(.enabled(if: isPermitted, "Capturing needs CAP_NET_RAW."))
    func `an interface that doesn't exist is named`() {
        let configuration = LiveCaptureConfiguration(interface: "weir-none")
        let error = #expect(throws: CaptureError.self) { _ = try LiveCapture(configuration) }
        #expect(error?.code == .noSuchInterface)
        #expect(error?.message.contains("weir-none") == true)
    }

    @Test func `the loopback interface is listed with its address`() throws {
        let loopback = try CaptureInterface.list().first { $0.name == "lo" }
        #expect(loopback?.isLoopback == true)
        #expect(loopback?.isUp == true)
        #expect(loopback?.addresses.contains(.literal("127.0.0.1")) == true)
    }
}
