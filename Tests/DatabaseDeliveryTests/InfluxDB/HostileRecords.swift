import Foundation
import RowEncoding
import StreamProcessing
import TestSupport
import TopicEncoding

/// Records with whatever a network or a foreign program could put into them, and what a database
/// must give back.
struct HostileRecords {
    private var generator: SeededGenerator
    private var number = 0

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A record with some of a table's columns, by their names.
    mutating func record(_ table: RowTable) -> (record: BusRecord, members: [String: any Sendable])
    {
        var members: [String: any Sendable] = [:]
        for column in table.columns where generator.next() % 3 == 0 {
            members[column.name] = value(column)
        }
        number += 1
        let time = timestamp()
        members["timestamp"] = time
        members["first_seen"] = table.topic == .alerts ? time : nil
        members[Self.nameMember(table)] = "record \(number)"
        members["revision"] = table.topic == .alerts ? Int64(1) : nil
        if table.topic == .statistics {
            members.merge([
                "sensor": "s", "statistic": "syn_ratio", "entity": text(),
            ]) { $1 }
        } else if table.topic == .ports {
            members.merge(["sensor": "s", "round": Int64(number)]) { $1 }
        }
        // Names of columns are found whether nested or flat. Slashes and letters may be escaped.
        let options: JSONSerialization.WritingOptions =
            generator.next() % 2 == 0 ? [.withoutEscapingSlashes] : [.prettyPrinted]
        let json =
            (try? JSONSerialization.data(withJSONObject: members, options: options)) ?? Data()
        return (
            SampleRecords.record(
                table.topic, String(decoding: json, as: UTF8.self), offset: Int64(number)),
            members
        )
    }

    /// The member that is another one in each record.
    static func nameMember(_ table: RowTable) -> String {
        table.key.contains("uid") ? "uid" : "session"
    }

    private mutating func value(_ column: RowColumn) -> any Sendable {
        switch column.content {
        case .integer: integer()
        case .real: real()
        case .text: text()
        case .json: [text(), text()]
        }
    }

    private mutating func integer() -> Int64 {
        let extremes: [Int64] = [0, 1, -1, .max, .min + 1, 1 << 53, 4_294_967_295]
        return extremes.randomElement(using: &generator) ?? 0
    }

    private mutating func real() -> Double {
        let extremes = [
            0, -0.5, 0.1, 1e15, 1e21, 1e300, -1.7976931348623157e308, 1e-300, 12_345.678,
        ]
        if generator.next() % 2 == 0 { return extremes.randomElement(using: &generator) ?? 0 }
        let any = Double(bitPattern: generator.next())
        return any.isFinite ? any : 1
    }

    private mutating func text() -> String {
        let pieces = [
            "a", "\"", "\\", ",", " ", "=", "\n", "\r", "\t", "\u{0}", "\u{7f}", "é", "😀", "#",
            "'", "\\n", "\"\"", "2001:db8::ffff:1", "fe80::1%eth0", "::", "10.0.0.1", "NaN", "1i",
            "null", "`", "{}", "\u{2028}", "$",
        ]
        return (0..<(generator.next() % 8)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }

    /// A time of a few weeks of several centuries, by a clock of any unit: each week makes the
    /// server a shard.
    private mutating func timestamp() -> String {
        let year = [1969, 1970, 2024, 2100, 2261].randomElement(using: &generator) ?? 2024
        let digits = [0, 3, 6, 9].randomElement(using: &generator) ?? 6
        let fraction = (0..<digits).map { _ in String(generator.next() % 10) }.joined()
        func two(_ count: UInt64, from first: UInt64 = 0) -> String {
            let number = first + generator.next() % count
            return number < 10 ? "0\(number)" : "\(number)"
        }
        return "\(year)-05-\(two(4, from: 1))T\(two(24)):\(two(60)):\(two(60))"
            + (digits == 0 ? "Z" : ".\(fraction)Z")
    }
}
