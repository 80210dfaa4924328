import FlowMetering
import Glibc
import NetworkModel
import PacketDecoding
import TestSupport

@testable import PacketCapture
@testable import RowEncoding

/// Captures read, metered and exported in this process, as an agent, a meter and a sink do it.
struct ExportPipeline {
    /// The packets of the capture that belong to flows.
    private(set) var packets: [PacketSummary] = []
    private(set) var records: [FlowRecord] = []

    /// Reads a capture to its end.
    init(_ path: String, _ configuration: FlowMeteringConfiguration) throws(CaptureError) {
        let file = try CaptureFile(path: path)
        var decoder = PacketDecoder(linkType: file.linkType)
        var table = FlowTable(sensorSession: Packets.session, configuration: configuration)
        var summary = PacketSummary()
        var skipped = SkippedPacket()
        var newest = Timestamp.distantPast
        while true {
            var isPacket = false
            let status = try file.next { captured, wireBytes, time in
                isPacket = decoder.decode(
                    captured, wireBytes: wireBytes, time: time, summary: &summary,
                    skipped: &skipped)
            }
            guard status == .packet else { break }
            guard isPacket else { continue }
            newest = max(newest, summary.time)
            summary.latenessNanoseconds = newest.nanoseconds(since: summary.time)
            packets.append(summary)
            _ = table.add(summary, into: &records)
            table.advance(to: newest, into: &records)
        }
        table.finish(at: newest, into: &records)
    }

    /// Flows that only the end of the capture ends.
    static let endless = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: .max / 4, activeTimeoutNanoseconds: .max / 4,
        lingerNanoseconds: .max / 4, isVLANInKey: false)

    /// A record's row in a tool's columns, by their names.
    static func row(_ record: FlowRecord, _ format: ExportFormat) throws -> [String: String] {
        guard let columns = format.columns else { return [:] }
        var reader = ExportReader(columns)
        var row: [String: String] = [:]
        try reader.read(ExportSamples.busRecord(record)) { number, field in
            row[columns[number].name] = String(decoding: field, as: UTF8.self)
        }
        return row
    }

    /// The rows of a table that another tool made, by their columns' names; those behind `last` are
    /// left out, since texts with quotes may stand there.
    static func table(_ path: String, last: String) throws -> [[String: String]] {
        let lines = try text(path).split(separator: 10).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        guard let names = lines.first?.split(separator: ",").map({ String($0) }),
            let count = names.firstIndex(of: last)
        else { return [] }
        return lines.dropFirst().compactMap { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count > count else { return nil }
            return Dictionary(
                uniqueKeysWithValues: zip(names, fields).prefix(count + 1).map {
                    ($0, String($1))
                })
        }
    }

    /// The bytes of a file that gzip has compressed.
    private static func text(_ path: String) throws -> [UInt8] {
        let opened = try unsafe GzipStream.open(path)
        defer { unsafe fclose(opened.file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The buffer outlives the call, which writes at most its length.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe fread($0.baseAddress, 1, $0.count, opened.file)
            }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
