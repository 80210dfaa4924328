import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct PacketBatchDamageTests {
    private let ipv4Section = 97 + 6
    private var skippedSection: Int { ipv4Section + 8 + 2 * 62 + 8 + 86 }
    private var pathSection: Int { skippedSection + 8 + 29 }
    private var numberSection: Int { pathSection + 8 + 2 * 20 }
    private var annotationSection: Int { numberSection + 8 + 4 * 2 }

    @Test func `every change of a single byte is rejected`() {
        var bytes = GoldenBatch.make()
        for index in bytes.indices {
            let original = bytes[index]
            for change in 1...UInt8.max {
                bytes[index] = original ^ change
                if failure(opening: bytes) == nil {
                    Issue.record("byte \(index) changed by \(change) was accepted")
                }
            }
            bytes[index] = original
        }
        #expect(failure(opening: bytes) == nil)
    }

    @Test func `every truncation and every appended byte is rejected`() {
        let bytes = GoldenBatch.make()
        for count in bytes.indices {
            let error = failure(opening: Array(bytes[..<count]))
            #expect(error == (count < 16 ? .tooShort : .badLength(section: "record")))
        }
        #expect(failure(opening: bytes + [0]) == .badLength(section: "record"))
    }

    @Test func `each kind of damage has its error`() {
        let bytes = GoldenBatch.make()
        var other = bytes
        other[0] = UInt8(ascii: "w")
        #expect(failure(opening: other) == .badMagic)
        other = bytes
        other[4] = 2
        #expect(failure(opening: other) == .unsupportedVersion(2))
        other = bytes
        other[20] ^= 1
        #expect(failure(opening: other) == .badChecksum)
    }

    @Test func `a section of an unknown type is skipped`() throws {
        let before = GoldenBatch.make()
        let bytes = edited(before) { $0 += [9, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3] }
        let read = try PacketBatch(bytes)
        #expect(read.allPackets == GoldenBatch.packets)
        #expect(read.allSkipped == [GoldenBatch.skipped])
    }

    @Test func `lengths that contradict the bytes are rejected whatever the checksum`() {
        let bytes = GoldenBatch.make()
        let long = edited(bytes) { $0[6] = 0xff }
        #expect(failure(opening: long) != nil)
        let short = edited(bytes) { $0[6] = 40 }
        #expect(failure(opening: short) == .badLength(section: "header"))
        let sensor = edited(bytes) { $0[96] = 7 }
        #expect(failure(opening: sensor) == .badLength(section: "sensor"))
        let odd = edited(bytes) { $0[ipv4Section + 4] -= 1 }
        #expect(failure(opening: odd) == .badLength(section: "IPv4 rows"))
        let beyond = edited(bytes) { $0[ipv4Section + 7] = 1 }
        #expect(failure(opening: beyond) == .badLength(section: "IPv4 rows"))
        let rest = edited(bytes) { $0 += [9, 0, 0] }
        #expect(failure(opening: rest) == .badLength(section: "a section's header"))
        let unknown = edited(bytes) { $0 += [9, 0, 0, 0, 1, 0, 0, 0] }
        #expect(failure(opening: unknown) == .badLength(section: "a section of an unknown type"))
    }

    @Test func `fields out of their range are rejected whatever the checksum`() {
        let bytes = GoldenBatch.make()
        func error(_ change: (inout [UInt8]) -> Void) -> TopicDecodingError? {
            failure(opening: edited(bytes, change))
        }
        let row = ipv4Section + 8
        let last = skippedSection + 8 + 28
        #expect(error { $0[5] = 2 } == .badField(name: "flags"))
        #expect(error { $0[97] = 0xff } == .badField(name: "sensor"))
        #expect(error { $0[91] = 0x80 } == .badField(name: "partition"))
        #expect(error { $0[88] = 4 } == .badField(name: "partition"))
        #expect(error { $0[55] = 0x80 } == .badField(name: "allowed lateness"))
        #expect(error { $0[ipv4Section] = 2 } == .badLength(section: "IPv6 rows"))
        #expect(error { $0[ipv4Section] = 9 } == .badField(name: "section type"))
        #expect(error { $0[row + 15] = 0x80 } == .badField(name: "lateness"))
        #expect(error { $0[row + 7] = 0x10 } == .badField(name: "lateness"))
        #expect(error { $0[row + 43] = 0x10 } == .badField(name: "VLAN"))
        #expect(error { $0[row + 45] = 0x10 } == .badField(name: "VLAN"))
        #expect(error { $0[row + 53] = 2 } == .badField(name: "row flags"))
        #expect(error { $0[row + 46] = 1 } == .badField(name: "ordinal"))
        #expect(error { $0[last] = 0 } == .badField(name: "reason"))
        #expect(error { $0[last] = 99 } == .badField(name: "reason"))
        #expect(error { $0[last - 2] = 9 } == .badField(name: "ordinal"))
    }

    @Test func `paths and annotations out of their range are rejected whatever the checksum`() {
        let bytes = GoldenBatch.make()
        func error(_ change: (inout [UInt8]) -> Void) -> TopicDecodingError? {
            failure(opening: edited(bytes, change))
        }
        let tunnelKind = pathSection + 8 + 20 + 16
        #expect(error { $0[tunnelKind] = 99 } == .badField(name: "tunnel"))
        #expect(error { $0[tunnelKind] = 0 } == .badField(name: "tunnel"))
        #expect(error { $0[tunnelKind + 1] = 1 } == .badField(name: "path"))
        #expect(error { $0[pathSection + 4] -= 1 } == .badLength(section: "paths"))
        #expect(error { $0[numberSection + 8] = 2 } == .badField(name: "path number"))
        let entry = annotationSection + 8
        #expect(error { $0[entry] = 5 } == .badField(name: "annotation's position"))
        #expect(error { $0[entry + 4] += 1 } == .badLength(section: "annotation"))
        #expect(error { $0[entry + 4] = 3 } == .badLength(section: "annotation"))
        #expect(error { $0[entry + 8 + 14] = 0xf0 } == .badField(name: "VLAN"))
        #expect(error { $0[entry + 8 + 20] = 5 } == .badField(name: "IP version"))
        let fields = entry + 8 + 30
        #expect(error { $0[fields + 9] = 0x7f } == .badField(name: "entropy"))
        #expect(error { $0[fields + 9] = 0xff } == .badField(name: "entropy"))
        #expect(error { $0[fields + 1] = 9 } != nil)
        #expect(error { $0[fields + 12] = 0xff } == .badField(name: "annotation's label"))
    }

    @Test func `a field of an annotation that the reader doesn't know is skipped`() throws {
        let bytes = GoldenBatch.make()
        // The tag of the label's field becomes one that is not in use.
        let other = edited(bytes) { $0[annotationSection + 8 + 8 + 30 + 10] = 200 }
        let read = try PacketBatch(other)
        #expect(read.annotations.first?.annotation.application.label == nil)
        #expect(read.annotations.first?.annotation.application.risks == ["A", "B"])
    }

    @Test func `random bytes behind a right envelope never crash the reader`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let golden = GoldenBatch.make()
        for _ in 0..<20_000 {
            let bytes = edited(golden) { bytes in
                for _ in 0..<random.number(1...6) {
                    let index = random.number(4...bytes.count - 1)
                    if !(8..<16).contains(index) { bytes[index] = random.number(0...255) }
                }
                if random.isOneIn(3) { bytes.removeLast(random.number(0...bytes.count - 16)) }
            }
            guard let batch = try? PacketBatch(bytes) else { continue }
            #expect(batch.allPackets.count == batch.packetCount, "seed \(seed)")
            #expect(batch.allSkipped.count == batch.skippedCount, "seed \(seed)")
        }
    }

    @Test func `random bytes are rejected`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        for _ in 0..<5000 {
            var bytes = (0..<random.number(0...300)).map { _ in random.number(UInt8.min...255) }
            if random.isOneIn(2) {
                bytes.replaceSubrange(..<min(4, bytes.count), with: "WEIR".utf8)
            }
            #expect(failure(opening: bytes) != nil, "seed \(seed)")
        }
    }
}
