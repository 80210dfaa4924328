import ParquetEncoding
import RowEncoding
import StreamProcessing
import TestSupport
import TopicEncoding

@testable import Sinks

/// Random records with what is hard to keep: extreme numbers, empty and long texts, all of Unicode,
/// lists with gaps, times in nanoseconds.
struct ParquetRecordMaker {
    var random: SeededGenerator

    /// A record of a table by its number, which makes it the only one of its key.
    mutating func record(_ table: RowTable, _ number: Int, partition: Int32 = 0) -> BusRecord {
        var members: [String] = []
        let columns = ParquetTable(table).schema.columns.prefix(table.columns.count)
        for column in columns {
            let isRare = column.name.hashValueOfBytes % 3 == 0
            let text: String
            switch column.name {
            case "uid", "session": text = "\"\(table.name)-\(partition)-\(number)\""
            case "revision": text = "\(number % 3)"
            case "timestamp": text = "\"\(timestamp(number))\""
            default:
                let isKey = table.key.contains(column.name)
                guard isKey || Int.random(in: 0..<(isRare ? 20 : 4), using: &random) != 0,
                    isKey || !isRare || Int.random(in: 0..<9, using: &random) == 0
                else { continue }
                text = isKey ? "\"key\"" : value(column)
            }
            members.append("\"\(column.name)\":\(text)")
        }
        return SampleRecords.record(
            table.topic, "{" + members.joined(separator: ",") + "}", partition: partition,
            offset: Int64(number))
    }

    /// Mostly in the order of the numbers, over some hours.
    private mutating func timestamp(_ number: Int) -> String {
        if Int.random(in: 0..<60, using: &random) == 0 {
            return [
                "1969-12-31T23:59:59.999999999Z", "2200-02-28T00:00:00Z",
                "2024-02-29T07:00:00.000000001Z",
            ].randomElement(using: &random) ?? ""
        }
        let minutes = min(479, number + Int.random(in: 0..<90, using: &random))
        let decimals = ["", ".5", ".000001", ".123456789"].randomElement(using: &random) ?? ""
        return "2024-05-01T\(padded(7 + minutes / 60)):\(padded(minutes % 60)):07\(decimals)Z"
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private mutating func value(_ column: ParquetColumn) -> String {
        if column.repetition == .list {
            let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let isNull = Int.random(in: 0..<5, using: &random) == 0
                return isNull ? "null" : scalar(column.content)
            }
            return "[ " + elements.joined(separator: " , ") + "]"
        }
        return Int.random(in: 0..<9, using: &random) == 0 ? "null" : scalar(column.content)
    }

    private mutating func scalar(_ content: ParquetColumn.Content) -> String {
        func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
        switch content {
        case .integer:
            return one([
                "0", "-1", "\(Int64.max)", "\(Int64.min)", "15", "1.5e1", "9007199254740993",
                "\(Int.random(in: 0..<1000, using: &random))",
            ])
        case .real:
            return one([
                "0", "-0.0", "1e308", "-1.7976931348623157e308", "5e-324", "0.1",
                "12345678901234567890",
                "\(Double.random(in: -1...1, using: &random))",
            ])
        case .truth: return one(["true", "false"])
        case .json:
            return one([
                #"{"a":[1,{"b":"]\"}"}],"c":null}"#, "[]", #""text \"quoted\"""#, "1.5", "true",
            ])
        case .time:
            return "\""
                + one([
                    "2024-05-01T12:00:00Z", "2024-05-01T12:00:00.000001Z",
                    "1969-12-31T23:59:59.999999999Z", "2261-12-31T23:59:59.123456789Z",
                ]) + "\""
        case .text:
            return one([
                #""""#, #""tcp""#, #""udp""#, "\"日本 😀\"",
                #""a\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00""#,
                "\"\(String(repeating: "long ", count: 60))\"", "7", "true",
                "\"unique\(UInt64.random(in: .min ... .max, using: &random))\"",
            ])
        }
    }
}

extension String {
    /// The same in every process.
    fileprivate var hashValueOfBytes: Int { utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff } }
}
