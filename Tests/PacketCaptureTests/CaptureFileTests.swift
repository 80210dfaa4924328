import NetworkModel
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

@Suite struct CaptureFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ bytes: [UInt8], filter: String? = nil) throws -> CaptureFile {
        try CaptureFile(path: folder.write(bytes, to: "capture"), filter: filter)
    }

    @Test func `pcap is read in both byte orders and resolutions`() throws {
        for isNanoseconds in [true, false] {
            for isBigEndian in [true, false] {
                let file = try open(
                    CaptureContent.pcap(isNanoseconds: isNanoseconds, isBigEndian: isBigEndian))
                #expect(file.linkType == .ethernet)
                let content = CaptureContent(file)
                #expect(content.packets == CaptureContent.sample)
                #expect(content.error == nil)
                #expect(file.counters().received == 5)
                #expect(file.counters().droppedByKernel == 0)
            }
        }
    }

    @Test func `nanoseconds aren't rounded`() throws {
        var writer = CaptureWriter()
        writer.add([1, 2, 3], at: Timestamp(nanoseconds: 1_234_567_890_123_456_789))
        let content = CaptureContent(try open(writer.bytes))
        #expect(content.packets.map(\.time.nanoseconds) == [1_234_567_890_123_456_789])
    }

    @Test func `pcapng is read in both byte orders`() throws {
        for isBigEndian in [true, false] {
            let content = CaptureContent(try open(CaptureContent.pcapng(isBigEndian: isBigEndian)))
            #expect(content.packets == CaptureContent.sample)
            #expect(content.error == nil)
        }
    }

    @Test func `interfaces of different snapshot lengths are read, also compressed`() throws {
        for isBigEndian in [true, false] {
            var writer = NextGenerationCaptureWriter(isBigEndian: isBigEndian)
            writer.addInterface(snapshotBytes: 96)
            writer.addInterface(snapshotBytes: 65_535)
            for (index, packet) in CaptureContent.sample.enumerated() {
                writer.add(packet.bytes, at: packet.time, interface: UInt32(index % 2))
            }
            for bytes in [writer.bytes, StoredGzip.file(writer.bytes)] {
                let content = CaptureContent(try open(bytes))
                #expect(content.packets == CaptureContent.sample)
                #expect(content.error == nil)
            }
        }
    }

    @Test func `gzip of either format is read`() throws {
        for plain in [CaptureContent.pcap(), CaptureContent.pcapng()] {
            let content = CaptureContent(try open(StoredGzip.file(plain)))
            #expect(content.packets == CaptureContent.sample)
            #expect(content.error == nil)
        }
    }

    @Test func `a gzip file of several members is read to its end`() throws {
        let plain = CaptureContent.pcap()
        let bytes =
            StoredGzip.file(Array(plain.prefix(100))) + StoredGzip.file(Array(plain.dropFirst(100)))
        #expect(CaptureContent(try open(bytes)).packets == CaptureContent.sample)
    }

    @Test func `a file larger than the buffers is read whole`() throws {
        var writer = CaptureWriter()
        for index in 0..<3000 {
            writer.add(
                FrameLayer.filler(1000), at: Timestamp(nanoseconds: Int64(index)), wireBytes: 1500)
        }
        for bytes in [writer.bytes, StoredGzip.file(writer.bytes)] {
            let content = CaptureContent(try open(bytes))
            #expect(content.packets.count == 3000)
            #expect(content.packets.allSatisfy { $0.bytes == FrameLayer.filler(1000) })
            #expect(content.packets.allSatisfy { $0.wireBytes == 1500 })
            #expect(content.packets.map(\.time.nanoseconds) == (0..<3000).map { Int64($0) })
        }
    }

    @Test func `a capture without packets ends at once`() throws {
        for bytes in [CaptureWriter().bytes, StoredGzip.file(CaptureWriter().bytes)] {
            let file = try open(bytes)
            for _ in 0..<3 {
                let status = try file.next { _, _, _ in Issue.record("There is no packet.") }
                #expect(status == .end)
            }
            #expect(file.counters().received == 0)
        }
    }

    @Test func `a filter lets matching packets through`() throws {
        let file = try open(CaptureContent.pcap(), filter: "udp dst port 52 or udp dst port 54")
        let content = CaptureContent(file)
        #expect(content.packets == [CaptureContent.sample[2], CaptureContent.sample[4]])
        #expect(file.counters().received == 2)
        let none = try open(CaptureContent.pcap(), filter: "tcp")
        #expect(CaptureContent(none).packets.isEmpty)
    }

    @Test func `link types that the decoder reads open`() throws {
        for (number, linkType) in [
            (0, .null), (101, .rawIP), (113, .linuxCooked), (228, .rawIPv4), (276, .linuxCookedV2),
        ] as [(UInt32, LinkType)] {
            #expect(try open(CaptureWriter(linkType: number).bytes).linkType == linkType)
        }
    }

    @Test func `the session follows the content alone`() throws {
        let path = try folder.write(CaptureContent.pcap(), to: "one.pcap")
        let copy = try folder.write(CaptureContent.pcap(), to: "another name")
        let session = try CaptureFile(path: path).session
        #expect(try CaptureFile(path: copy).session == session)
        #expect(try CaptureFile(path: copy, filter: "udp").session == session)
        var changed = CaptureContent.pcap()
        changed[changed.count - 1] ^= 1
        #expect(try open(changed).session != session)
        #expect(try open(StoredGzip.file(CaptureContent.pcap())).session != session)
    }
}
