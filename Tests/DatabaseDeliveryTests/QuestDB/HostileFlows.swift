import Foundation
import RowEncoding
import StreamProcessing
import TestSupport
import TopicEncoding

@testable import DatabaseDelivery

/// Flow records whose members are as bad as a record allows, and what a table must then say.
struct HostileFlows {
    /// What is expected of a column; columns that ShadowMeter's meaning makes aren't here.
    enum Value {
        case null, text(String), integer(Int64), real(Double), time(Int64)
    }

    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private static let pieces = [
        " ", ",", "=", "\"", "\\", "\n", "\r", "\r\n", "\t", "\u{1}", "é", "𝄞", "\u{feff}", "'",
        ";--", "t", "1i", "NULL", "NaN", "null", "{}", "x=1", "\\n", "\\\"", "👩‍👩‍👧", "\u{301}", "#",
        "%s", "$",
        "::ffff:1.2.3.4", "fe80::1%eth0", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0", "-",
    ]

    private mutating func text() -> String {
        if Int.random(in: 0..<60, using: &generator) == 0 {
            return String(repeating: "long,\" ", count: 9000)
        }
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private mutating func integer() -> Int64 {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: .max
        case 1: .min + 1
        case 2: 0
        case 3: Int64.random(in: -9...9, using: &generator)
        default: Int64(bitPattern: generator.next()) | 1
        }
    }

    private mutating func real() -> Double {
        let choices = [
            0, -0.0, 1e308, -1.7976931348623157e308, 1e-15, 0.1, 1e15, 1e22, 123_456_789.125,
            Double.leastNormalMagnitude,
        ]
        let random = Double(bitPattern: generator.next())
        return Bool.random(using: &generator) || !random.isNormal
            ? choices.randomElement(using: &generator) ?? 0 : random
    }

    private mutating func time() -> Int64 {
        Int64.random(in: 0..<253_402_300_799, using: &generator) % 9_000_000_000 * 1_000_000
            + Int64.random(in: 0..<1_000_000, using: &generator)
    }

    /// A record by its number, which its uid ends with.
    mutating func record(_ number: Int) -> (record: BusRecord, expected: [String: Value]) {
        let uid = "01234567-89ab-cdef-0000-" + String(1_000_000 + number, radix: 16).padded(12)
        var members: [String: String] = ["uid": "\"\(uid)\""]
        var expected: [String: Value] = ["uid": .text(uid)]
        // Of two days: the server makes files for each day and column.
        let end = 1_714_521_600_000_000 + time() % 172_800_000_000
        members["timestamp"] = "\"\(Self.text(ofTime: end))\""
        for name in ["flow_start", "flow_end"] {
            let time = time()
            members[name] = "\"\(Self.text(ofTime: time))\""
            expected[name == "flow_start" ? "stime" : "ltime"] = .time(time)
        }
        let sensor = "s" + text()
        members["sensor"] = Self.quoted(sensor)
        expected["sid"] = .text(sensor)
        for (name, member) in [("saddr", "src_ip"), ("daddr", "dest_ip")] {
            let address = "a" + text()
            members[member] = Self.quoted(address)
            expected[name] = .text(address)
        }
        for column in QuestDBTable.flow(.all).columns {
            guard case .member(let member) = column.source, members[member] == nil else { continue }
            guard Int.random(in: 0..<4, using: &generator) > 0 else {
                expected[column.name] = .null
                continue
            }
            (members[member], expected[column.name]) = value(column.type)
        }
        let body = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        let record = SampleRecords.record(
            .flows, "{\(body.joined(separator: ","))}", offset: Int64(number))
        return (record, expected)
    }

    private mutating func value(_ type: QuestDBType) -> (String, Value) {
        switch type {
        case .long:
            let number = integer()
            return ("\(number)", .integer(number))
        case .double:
            let number = real()
            return ("\(number)", .real(number))
        case .symbol:
            let text = text()
            return (Self.quoted(text), text.isEmpty ? .null : .text(text))
        default:
            let text = text()
            return (Self.quoted(text), .text(text))
        }
    }

    /// A text as JSON, with as many escapes as that allows or as few as it needs.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            let isPlain = unit >= 0x20 && unit < 0x7f && unit != 0x22 && unit != 0x5c
            result +=
                isPlain
                ? String(UnicodeScalar(UInt8(unit)))
                : "\\u" + String(unit, radix: 16).padded(4)
        }
        return result + "\""
    }

    /// RFC 3339 of microseconds since the epoch.
    static func text(ofTime microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        let date = Date(timeIntervalSince1970: Double(seconds))
        let text = date.ISO8601Format()
        return text.dropLast() + "." + String(microseconds % 1_000_000).padded(6) + "Z"
    }

    /// Whether a value of the server's answer, as text, is what was sent.
    static func isSame(_ value: String?, _ expected: Value) -> Bool {
        switch expected {
        case .null: value == nil
        case .text(let text): value.map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .integer(let number): value == "\(number)"
        case .real(let number): value.flatMap { Double($0) } == number
        case .time(let time): value == Self.text(ofTime: time)
        }
    }
}

extension String {
    /// The text with zeros before it up to a length.
    fileprivate func padded(_ length: Int) -> String {
        String(repeating: "0", count: max(0, length - count)) + self
    }
}
