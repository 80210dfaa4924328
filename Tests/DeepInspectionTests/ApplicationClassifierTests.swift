import DeepInspection
import NetworkModel
import TestSupport
import Testing

@Suite struct ApplicationClassifierTests {
    private let clock = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

    private func classifier(
        _ change: (inout ApplicationClassifierConfiguration) -> Void = { _ in }
    ) throws -> ApplicationClassifier {
        var configuration = ApplicationClassifierConfiguration()
        change(&configuration)
        return try ApplicationClassifier(configuration: configuration)
    }

    /// Opens a flow, inspects packets until that is enough, and gives the place back.
    private func label(
        _ packets: [[UInt8]], _ transport: TransportProtocol,
        _ classifier: ApplicationClassifier
    ) throws -> ApplicationLabel {
        let slot = try #require(classifier.open(transport: transport))
        defer { classifier.close(slot) }
        _ = packets.first { classifier.inspect(slot, $0, clock: clock) }
        return classifier.conclude(slot)
    }

    @Test func `a DNS query is known by its content`() throws {
        let label = try label([FlowSamples.dnsQuery], .udp, classifier())
        #expect(label.name == "DNS")
        #expect(label.category == "Network")
        #expect(label.confidence == "DPI")
        #expect(label.serverName == "www.example.org")
    }

    @Test func `HTTP tells its host and program`() throws {
        let label = try label(FlowSamples.http(), .tcp, classifier())
        #expect(label.name == "HTTP")
        #expect(label.category == "Web")
        #expect(label.serverName == "host.example")
        #expect(label.userAgent == "probe/1.0")
    }

    @Test func `what the payload doesn't say is guessed by port, unless that is off`() throws {
        let attempt = [FlowSamples.tlsConnectionAttempt]
        let guessed = try label(attempt, .tcp, classifier())
        #expect(guessed.name == "TLS")
        #expect(guessed.confidence == "Match by port")
        let silent = try label(attempt, .tcp, classifier { $0.guesses = false })
        #expect(silent.name == nil)
        #expect(silent.confidence == nil)
    }

    @Test func `noise has no label`() throws {
        let label = try label([FlowSamples.noise(1)], .udp, classifier())
        #expect(label.name == nil)
        #expect(label.category == nil)
        #expect(label.serverName == nil)
    }

    @Test func `places are bounded and counted`() throws {
        let classifier = try classifier { $0.maximumFlows = 2 }
        let first = try #require(classifier.open(transport: .tcp))
        _ = try #require(classifier.open(transport: .tcp))
        #expect(classifier.open(transport: .udp) == nil)
        #expect(classifier.openCount == 2)
        classifier.close(first)
        #expect(classifier.open(transport: .udp) != nil)
        #expect(classifier.counters.opened == 3)
        #expect(classifier.counters.refused == 1)
        #expect(classifier.counters.mostOpen == 2)
    }

    @Test func `a place that is used again knows nothing of its former flow`() throws {
        let classifier = try classifier { $0.maximumFlows = 1 }
        // Some noise begins as RTP does and is called that; in places that had no flow before, too.
        let fresh = try self.classifier()
        for round in 0..<100 {
            #expect(try label([FlowSamples.dnsQuery], .udp, classifier).name == "DNS")
            let noise = FlowSamples.noise(UInt64(round))
            let slot = try #require(fresh.open(transport: .udp))
            _ = fresh.inspect(slot, noise, clock: clock)
            #expect(try label([noise], .udp, classifier) == fresh.conclude(slot), "noise \(round)")
            let web = try label(FlowSamples.http(), .tcp, classifier)
            #expect(web.userAgent == "probe/1.0")
        }
        #expect(classifier.openCount == 0)
        #expect(fresh.openCount == 100)
    }

    @Test func `many flows at a time don't mix`() throws {
        let classifier = try classifier()
        let slots = try (0..<1000).map { _ in try #require(classifier.open(transport: .tcp)) }
        for step in 0..<5 {
            for (index, slot) in slots.enumerated() {
                let packet = FlowSamples.http(clientPort: UInt16(10000 + index))[step]
                _ = classifier.inspect(slot, packet, clock: clock)
            }
        }
        for slot in slots {
            #expect(classifier.conclude(slot).serverName == "host.example")
            classifier.close(slot)
        }
    }

    @Test func `the limit of packets ends an inspection`() throws {
        let classifier = try classifier { $0.maximumUDPPackets = 3 }
        let slot = try #require(classifier.open(transport: .udp))
        let results = (0..<5).map { step in
            let packet = FlowSamples.noise(UInt64(step))
            return classifier.inspect(slot, packet, clock: clock)
        }
        #expect(results == [false, false, true, true, true])
        #expect(classifier.counters.inspected == 3)
        #expect(classifier.counters.exhausted == 1)
    }

    @Test func `inspecting ends with the detection where asked`() throws {
        let quick = try classifier { $0.inspectsAfterDetection = false }
        let thorough = try classifier()
        #expect(try label(FlowSamples.http(), .tcp, quick).name == "HTTP")
        #expect(try label(FlowSamples.http(), .tcp, thorough).name == "HTTP")
        #expect(quick.counters.inspected < thorough.counters.inspected)
    }

    @Test func `acknowledgements after the first packet aren't shown to nDPI`() throws {
        let all = try classifier { $0.passesOverEmptySegments = false }
        let fewer = try classifier()
        #expect(
            try label(FlowSamples.http(), .tcp, all) == label(FlowSamples.http(), .tcp, fewer))
        #expect(all.counters.passedOver == 0)
        #expect(fewer.counters.passedOver == 1)
        #expect(fewer.counters.inspected == all.counters.inspected - 1)
        // Alone, an acknowledgement still tells the ports.
        let acknowledgement = FlowSamples.acknowledgement
        #expect(try label([acknowledgement, acknowledgement], .tcp, fewer).name == "TLS")
    }

    @Test func `asking twice gives the same label`() throws {
        let classifier = try classifier()
        let slot = try #require(classifier.open(transport: .tcp))
        _ = classifier.inspect(
            slot, FlowSamples.tlsConnectionAttempt, clock: clock)
        let label = classifier.conclude(slot)
        #expect(classifier.conclude(slot) == label)
        #expect(label.name == "TLS")
    }

    @Test func `bytes behind the packet are ignored, and a packet that is cut isn't looked at`()
        throws
    {
        let classifier = try classifier { $0.maximumUDPPackets = 25 }
        let padded = FlowSamples.dnsQuery + Array(repeating: 0xff, count: 40)
        #expect(try label([padded], .udp, classifier).serverName == "www.example.org")
        #expect(classifier.counters.unfit == 0)
        let slot = try #require(classifier.open(transport: .udp))
        for length in 0..<FlowSamples.dnsQuery.count {
            // An array of exactly these bytes.
            let cut = Array(FlowSamples.dnsQuery.prefix(length))
            _ = classifier.inspect(slot, cut, clock: clock)
        }
        #expect(classifier.counters.unfit == 25, "the limit of UDP ends it")
        #expect(classifier.conclude(slot).name == nil)
    }

    @Test func `the library knows the common protocols`() throws {
        let names = try classifier().protocolNames
        #expect(names.count > 250)
        #expect(Set(["DNS", "TLS", "HTTP", "QUIC", "Modbus"]).isSubset(of: names))
        #expect(!ApplicationClassifier.libraryVersion.isEmpty)
    }
}
