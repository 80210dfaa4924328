import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import ApplicationDecoding

/// JA4 and names against the results of FoxIO's own program.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct FoxIOCorpusTests {
    /// One stream of a `.rust.snap` file that has a JA4.
    private struct Stream {
        var tuple: FiveTuple
        var ja4: String
        var serverName: String?

        init?(_ fields: [String: String]) {
            guard let ja4 = fields["ja4"], let source = fields["src"],
                let destination = fields["dst"],
                let sourcePort = UInt16(fields["src_port"] ?? ""),
                let destinationPort = UInt16(fields["dst_port"] ?? "")
            else { return nil }
            self.ja4 = ja4
            serverName = fields["tls_server_name"]
            tuple = FiveTuple(
                source: .literal(source), destination: .literal(destination),
                sourcePort: sourcePort, destinationPort: destinationPort,
                transport: fields["transport"] == "udp" ? .udp : .tcp)
        }

        static func all(_ path: String) throws -> [Stream] {
            let text = String(
                decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            var streams: [Stream] = []
            var fields: [String: String] = [:]
            for line in text.split(separator: "\n") {
                if line.hasPrefix("- stream") {
                    if let stream = Stream(fields) { streams.append(stream) }
                    fields = [:]
                }
                // Fields of the stream itself are indented by two.
                guard line.hasPrefix("  "), !line.hasPrefix("   "),
                    let colon = line.range(of: ": ")
                else { continue }
                fields[String(line[..<colon.lowerBound].dropFirst(2))] =
                    String(line[colon.upperBound...])
            }
            if let stream = Stream(fields) { streams.append(stream) }
            return streams
        }
    }

    @Test func `every JA4 and name is FoxIO's`() throws {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/ja4"
        var compared = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".rust.snap") {
            let streams = try Stream.all("\(folder)/\(name)")
            if streams.isEmpty { continue }
            let capture = String(name.dropLast(".rust.snap".count))
            let decoded = try DecodedFlows(path: "\(folder)/\(capture)")
            for stream in streams {
                let tls = decoded[stream.tuple]?.decoder.record.tls
                #expect(tls?.ja4 == stream.ja4, "\(capture) \(stream.tuple)")
                #expect(tls?.serverName == stream.serverName, "\(capture) \(stream.tuple)")
                compared += 1
            }
        }
        #expect(compared == 179)
    }
}
