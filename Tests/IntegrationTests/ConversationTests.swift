import Foundation
import TestSupport
import Testing

/// The flows of the labelled captures, summed by 5-tuple, against tshark's conversation tables.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ConversationTests {
    /// Two ends as text, the lesser first, with the packets from each.
    private typealias Totals = [String: [Int]]

    static let captures: [String] = {
        guard let folder = TestEnvironment.dataFolder else { return [] }
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/labelled")
        return (names ?? []).filter { $0.contains(".pcap") }.sorted()
    }()

    @Test(arguments: captures)
    func `packets each way of all flows of a 5-tuple are tshark's`(capture: String) throws {
        let data = try #require(TestEnvironment.dataFolder)
        let stem = try #require(capture.components(separatedBy: ".pcap").first)
        let folder = try TemporaryFolder()
        let result = try WeirProcess.run(
            "run", "\(data)/labelled/\(capture)", "--sink", "ndjson:\(folder.file("out"))",
            "--summary", "json", "--window", "3600", "--inspection", "off")
        try #require(result.status == 0, "\(result.errors)")
        let found = try flows(in: folder.file("out"))
        let expected = try table("\(data)/labelled/\(stem).conv.txt.gz")
        #expect(!expected.isEmpty)
        let different = Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }
        let examples = different.sorted().prefix(5).map {
            "\($0): \(found[$0] ?? []) \(expected[$0] ?? [])"
        }
        #expect(different.isEmpty, "\(different.count): \(examples)")
    }

    private func flows(in folder: String) throws -> Totals {
        var totals: Totals = [:]
        for line in try PipelineOutputs(ndjson: folder).flows {
            let flow = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            guard let transport = flow["proto"] as? String, ["TCP", "UDP"].contains(transport)
            else { continue }
            let counts = try #require(flow["flow"] as? [String: Any])
            add(
                transport, "\(flow["src_ip"] ?? ""):\(flow["src_port"] ?? "")",
                "\(flow["dest_ip"] ?? ""):\(flow["dest_port"] ?? "")",
                try #require(counts["pkts_toserver"] as? Int),
                try #require(counts["pkts_toclient"] as? Int), to: &totals)
        }
        return totals
    }

    /// Reads lines like `A:p <-> B:q  frames bytes unit  frames bytes unit …` below a heading that
    /// names the protocol; the first pair of columns is towards A.
    private func table(_ path: String) throws -> Totals {
        var totals: Totals = [:]
        var transport = ""
        for line in try unpacked(path).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if line.hasSuffix("Conversations") { transport = words[0] }
            guard words.count > 8, words[1] == "<->", ["TCP", "UDP"].contains(transport),
                let towardsLeft = Int(words[3]), let towardsRight = Int(words[6])
            else { continue }
            add(transport, words[0], words[2], towardsRight, towardsLeft, to: &totals)
        }
        return totals
    }

    private func add(
        _ transport: String, _ left: String, _ right: String, _ fromLeft: Int, _ fromRight: Int,
        to totals: inout Totals
    ) {
        let isOrdered = left < right
        let key = "\(transport) \(isOrdered ? left : right) \(isOrdered ? right : left)"
        var counts = totals[key] ?? [0, 0]
        counts[0] += isOrdered ? fromLeft : fromRight
        counts[1] += isOrdered ? fromRight : fromLeft
        totals[key] = counts
    }

    private func unpacked(_ path: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
