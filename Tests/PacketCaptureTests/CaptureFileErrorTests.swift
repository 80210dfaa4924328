import Glibc
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@Suite struct CaptureFileErrorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The error that opening a file with this content gives.
    private func openingError(_ bytes: [UInt8], filter: String? = nil) throws -> CaptureError? {
        let path = try folder.write(bytes, to: "capture")
        return #expect(throws: CaptureError.self) {
            _ = try CaptureFile(path: path, filter: filter)
        }
    }

    @Test func `a missing file isn't found`() {
        let error = #expect(throws: CaptureError.self) {
            _ = try CaptureFile(path: folder.file("nothing"))
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains(folder.file("nothing")) == true)
        #expect(error?.isFatal == true)
    }

    @Test(.enabled(if: geteuid() != 0, "The superuser may read everything."))
    func `an unreadable file lacks permission`() throws {
        let path = try folder.write(CaptureContent.pcap(), to: "secret")
        #expect(unsafe chmod(path, 0) == 0)
        let error = #expect(throws: CaptureError.self) { _ = try CaptureFile(path: path) }
        #expect(error?.code == .permission)
    }

    @Test func `what is no capture is refused`() throws {
        let contents: [[UInt8]] = [
            [], [0xd4], Array("a line of text\n".utf8), Array(repeating: 0, count: 5000),
            StoredGzip.file(Array("a line of text\n".utf8)),
            [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0],
        ]
        for content in contents {
            #expect(try openingError(content)?.code == .notACapture, "\(content.prefix(8))")
        }
        let error = #expect(throws: CaptureError.self) { _ = try CaptureFile(path: folder.path) }
        #expect(error?.code == .notACapture)
    }

    @Test func `a compression that isn't read is named`() throws {
        let error = try openingError([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0])
        #expect(error?.message.contains("zstd") == true)
    }

    @Test func `a link type that isn't decoded is named at opening`() throws {
        let error = try openingError(CaptureWriter(linkType: 195).bytes)
        #expect(error?.code == .unsupportedLinkType)
        #expect(error?.message.contains("IEEE802_15_4") == true)
        #expect(error?.message.contains("(195)") == true)
        let unknown = try openingError(CaptureWriter(linkType: 147).bytes)
        #expect(unknown?.code == .unsupportedLinkType)
    }

    @Test func `interfaces of different link types are refused at opening`() throws {
        var writer = NextGenerationCaptureWriter()
        writer.addInterface(linkType: 1)
        writer.addInterface(linkType: 101)
        writer.add(CaptureContent.sample[0].bytes, at: CaptureContent.sample[0].time)
        #expect(try openingError(writer.bytes)?.code == .unsupportedLinkType)
    }

    @Test func `an interface of another link type after packets ends the reading`() throws {
        var writer = NextGenerationCaptureWriter()
        writer.addInterface(linkType: 1)
        writer.add(CaptureContent.sample[0].bytes, at: CaptureContent.sample[0].time)
        writer.addInterface(linkType: 101)
        writer.add(CaptureContent.sample[1].bytes, at: CaptureContent.sample[1].time, interface: 1)
        let path = try folder.write(writer.bytes, to: "mixed")
        let content = CaptureContent(try CaptureFile(path: path))
        #expect(content.packets == [CaptureContent.sample[0]])
        #expect(content.error?.code == .unsupportedLinkType)
    }

    @Test func `a filter that makes no sense is refused`() throws {
        for filter in ["port port", "vlan and atm vpi 3", "host ?"] {
            let error = try openingError(CaptureContent.pcap(), filter: filter)
            #expect(error?.code == .badFilter)
            #expect(error?.message.contains(filter) == true)
            #expect(error?.cause?.isEmpty == false)
        }
    }

    @Test func `a cut file gives the packets before the cut, then the error`() throws {
        for bytes in [CaptureContent.pcap(), CaptureContent.pcapng()] {
            var seen: Set<Int> = []
            for length in 0..<bytes.count {
                let path = try folder.write(Array(bytes.prefix(length)), to: "cut")
                guard let file = try? CaptureFile(path: path) else { continue }
                let content = CaptureContent(file)
                let count = content.packets.count
                #expect(content.packets == Array(CaptureContent.sample.prefix(count)))
                seen.insert(count)
                // Cuts between records can't be told from an end.
                let isWhole = content.error == nil
                #expect(isWhole || content.error?.code == .truncatedFile, "cut at \(length)")
                // The error stays.
                let again = CaptureContent(file)
                #expect(again.packets.isEmpty)
                #expect(again.error?.code == content.error?.code)
            }
            #expect(seen == [0, 1, 2, 3, 4], "The last packet is never whole.")
        }
    }

    @Test func `a cut inside the last packet is noticed`() throws {
        let bytes = CaptureContent.pcap()
        let path = try folder.write(Array(bytes.dropLast()), to: "cut")
        let content = CaptureContent(try CaptureFile(path: path))
        #expect(content.packets.count == 4)
        #expect(content.error?.code == .truncatedFile)
        #expect(content.error?.message.contains(path) == true)
    }

    @Test func `a cut gzip file is noticed even between packets`() throws {
        let bytes = StoredGzip.file(CaptureContent.pcap())
        // Without the trailer all packets are there, but the end mark isn't.
        for (missing, count) in [(1, 5), (8, 5), (9, 4), (200, 4), (250, 3)] {
            let path = try folder.write(Array(bytes.dropLast(missing)), to: "cut")
            let content = CaptureContent(try CaptureFile(path: path))
            #expect(content.error?.code == .truncatedFile, "\(missing) bytes less")
            #expect(content.packets.count == count, "\(missing) bytes less")
        }
    }

    @Test func `a file cut inside its header is noticed`() throws {
        for bytes in [Array(CaptureContent.pcap().prefix(12)), [0x1f, 0x8b]] {
            #expect(try openingError(bytes)?.code == .truncatedFile)
        }
    }

    @Test func `a damaged gzip file gives the packets far before the damage`() throws {
        var writer = CaptureWriter()
        for _ in 0..<1000 {
            writer.add(FrameLayer.filler(1000), at: Timestamp(nanoseconds: 0))
        }
        var bytes = StoredGzip.file(writer.bytes)
        // The checksum of the content, at the very end.
        bytes[bytes.count - 5] ^= 1
        let path = try folder.write(bytes, to: "damaged")
        let content = CaptureContent(try CaptureFile(path: path))
        #expect(content.error?.code == .other)
        #expect(content.error?.message.contains("damaged") == true)
        #expect(content.packets.count > 800)
        var small = StoredGzip.file(CaptureContent.pcap())
        small[small.count - 5] ^= 1
        let error = try openingError(small)
        #expect(error?.code == .other)
        #expect(error?.message.contains("damaged") == true)
    }

    @Test func `a record of impossible length is damage`() throws {
        var writer = CaptureWriter()
        writer.add([1, 2, 3, 4], at: Timestamp(nanoseconds: 0))
        var bytes = writer.bytes
        let damage = bytes.count + 8
        writer.add(Array(repeating: 0, count: 500), at: Timestamp(nanoseconds: 0))
        bytes = writer.bytes
        bytes.replaceSubrange(damage..<damage + 4, with: [0xff, 0xff, 0xff, 0x7f])
        let path = try folder.write(bytes, to: "damaged")
        let content = CaptureContent(try CaptureFile(path: path))
        #expect(content.packets.count == 1)
        #expect(content.error?.code == .other)
    }
}
