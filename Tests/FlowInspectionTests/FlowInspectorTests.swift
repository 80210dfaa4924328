import NetworkModel
import TestSupport
import Testing

@testable import FlowInspection

struct FlowInspectorTests {
    private let classifier = CountingClassifier()
    /// Sixteen different bytes: four bits of entropy a byte.
    private let payload = Array(UInt8(100)..<116)

    @Test func `a flow is told when its idle timeout lies before the clock`() throws {
        var driver = InspectionDriver(classifier)
        driver.take(Packets.udp(at: 0), payload: payload)
        driver.take(Packets.udp(at: 10, reply: true))
        driver.take(Packets.udp(at: 120_010, port: 9))
        #expect(driver.told.isEmpty)
        driver.take(Packets.udp(at: 120_011, port: 9))
        let (after, annotation) = try #require(driver.told.first)
        #expect(after == 3, "before the packet whose clock ended it")
        #expect(annotation.tuple.sourcePort == 5000)
        #expect(annotation.clock == Packets.time(10))
        #expect(annotation.sourceEntropyBits == 4)
        #expect(annotation.destinationEntropyBits == nil)
        #expect(annotation.application.label == "Guess")
        #expect(driver.told.count == 1)
    }

    @Test func `a packet that finds its flow over begins another`() {
        var driver = InspectionDriver(classifier)
        driver.take(Packets.udp(at: 0), payload: payload)
        driver.take(Packets.udp(at: 120_001), payload: payload)
        #expect(driver.told.map(\.after) == [1])
        #expect(classifier.opened == 2)
        #expect(driver.inspector.counters.flows == 2)
    }

    @Test func `the endpoints are those of the first packet, its reply's entropy the other's`() {
        var driver = InspectionDriver(classifier)
        driver.take(Packets.udp(at: 0, reply: true))
        driver.take(Packets.udp(at: 1), payload: payload)
        driver.finish()
        let annotation = driver.told.first?.annotation
        #expect(annotation?.tuple.sourcePort == 53)
        #expect(annotation?.sourceEntropyBits == nil)
        #expect(annotation?.destinationEntropyBits == 4)
    }

    @Test func `what is known is told with the FIN, and what comes after it at once`() {
        var driver = InspectionDriver(classifier)
        driver.take(Packets.tcp(.syn, at: 0, sequence: 99))
        driver.take(Packets.tcp(.ack, at: 1, sequence: 100), payload: payload)
        #expect(driver.told.isEmpty)
        driver.take(Packets.tcp([.fin, .ack], at: 2, sequence: 116))
        #expect(driver.told.map(\.after) == [3])
        driver.take(Packets.tcp(.ack, at: 3, reply: true, sequence: 7), payload: payload)
        #expect(driver.told.map(\.after) == [3, 4])
        #expect(driver.told.last?.annotation.destinationEntropyBits == 4)
        driver.take(Packets.tcp([.fin, .ack], at: 4, reply: true, sequence: 23))
        driver.finish()
        #expect(driver.told.count == 2, "nothing is told twice")
    }

    @Test func `a new connection on the same ports is a flow of its own`() {
        var driver = InspectionDriver(classifier)
        for packet in Packets.connection(at: 0) { driver.take(packet) }
        let opened = classifier.opened
        for packet in Packets.connection(at: 100, sequence: 5000) { driver.take(packet) }
        #expect(opened == 1)
        #expect(classifier.opened == 2)
    }

    @Test func `what a straggler of a closed flow says is told at once`() {
        var driver = InspectionDriver(classifier)
        for packet in Packets.connection(at: 0) { driver.take(packet) }
        let told = driver.told.count
        driver.take(Packets.tcp(.ack, at: 20_000, sequence: 102), payload: payload)
        #expect(driver.inspector.counters.flows == 1)
        #expect(driver.told.count == told + 1)
    }

    @Test func `a long flow is told from time to time while it says something new`() {
        var driver = InspectionDriver(nil)
        for second in 0..<100 as Range<Int64> {
            driver.take(Packets.udp(at: second * 1000), payload: [1, 2, 3])
        }
        #expect(driver.told.map(\.after) == [31, 61, 91])
    }

    @Test func `a classifier's verdict ends its work on the flow`() {
        var driver = InspectionDriver(classifier)
        for time in 0..<10 as Range<Int64> { driver.take(Packets.udp(at: time), payload: payload) }
        #expect(classifier.openSlots.isEmpty)
        #expect(classifier.packets.values.allSatisfy { $0 == 3 })
        driver.finish()
        #expect(driver.told.last?.annotation.application.label == "Known")
    }

    @Test func `a full cache tells and forgets the flow that was silent for longest`() {
        var driver = InspectionDriver(classifier, maximumFlows: 2)
        driver.take(Packets.udp(at: 0, port: 1), payload: payload)
        driver.take(Packets.udp(at: 1, port: 2), payload: payload)
        driver.take(Packets.udp(at: 2, port: 1), payload: payload)
        driver.take(Packets.udp(at: 3, port: 3), payload: payload)
        #expect(driver.told.map(\.annotation.tuple.sourcePort) == [2])
        #expect(driver.inspector.counters.evicted == 1)
        #expect(classifier.openSlots.count == 2)
    }

    @Test func `a flow without a place in the classifier has names and entropy alone`() {
        let full = CountingClassifier(capacity: 0)
        var driver = InspectionDriver(full)
        driver.take(Packets.udp(at: 0), payload: payload)
        driver.finish()
        #expect(driver.told.first?.annotation.sourceEntropyBits == 4)
        #expect(driver.told.first?.annotation.application.label == nil)
        #expect(driver.inspector.counters.unclassified == 1)
    }

    @Test func `a flow of which nothing is known isn't told`() {
        var driver = InspectionDriver(nil)
        driver.take(Packets.tcp(.syn, at: 0))
        driver.take(Packets.tcp(.rst, at: 1, reply: true))
        driver.finish()
        #expect(driver.told.isEmpty)
    }

    @Test func `what is told doesn't depend on the cache's secrets`() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        let packets = (0..<2000 as Range<Int64>).map { number in
            var packet = Packets.udp(
                at: number * 400, reply: Bool.random(using: &generator),
                port: UInt16.random(in: 1...50, using: &generator))
            packet.vlan = Bool.random(using: &generator) ? 7 : nil
            return packet
        }
        func tell() -> [FlowAnnotation] {
            var driver = InspectionDriver(CountingClassifier(), maximumFlows: 30)
            for packet in packets { driver.take(packet, payload: payload) }
            driver.finish()
            return driver.told.map(\.annotation)
        }
        #expect(tell() == tell())
    }
}
