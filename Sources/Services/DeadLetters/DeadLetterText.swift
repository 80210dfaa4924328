import Foundation
import PipelineStages
import ServiceRuntime
import StreamProcessing

/// Makes dead letters readable.
///
/// Causes, keys and headers may hold what a stranger sent: no control character of theirs reaches a
/// terminal.
enum DeadLetterText {
    static let columns = [
        "letter", "when", "topic", "partition", "offset", "bytes", "retried", "cause",
    ]

    /// The letter as a row of the table.
    static func row(_ letter: ReceivedDeadLetter, isRetried: Bool) -> [String] {
        [
            letter.place.description, time(letter), printable(letter.source.topic),
            String(letter.source.partition), String(letter.sourceOffset),
            String(letter.value.count), isRetried ? "yes" : "no", printable(letter.cause),
        ]
    }

    /// The letter as a line of JSON, without the original's bytes.
    static func json(_ letter: ReceivedDeadLetter, isRetried: Bool) -> String {
        var members: [String: Any] = [
            "letter": letter.place.description, "time": time(letter),
            "topic": letter.source.topic, "partition": letter.source.partition,
            "offset": letter.sourceOffset, "bytes": letter.value.count, "retried": isRetried,
            "cause": letter.cause,
            "headers": letter.headers.map { [$0.name, text($0.value)] },
        ]
        if let key = letter.key { members["key"] = text(key) }
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// All there is of a letter, with the original's bytes.
    static func lines(_ letter: ReceivedDeadLetter, isRetried: Bool) -> [String] {
        var rows = [
            ["letter", letter.place.description], ["when", time(letter)],
            ["retried", isRetried ? "yes" : "no"], ["topic", printable(letter.source.topic)],
            ["partition", String(letter.source.partition)],
            ["offset", String(letter.sourceOffset)], ["cause", printable(letter.cause)],
            ["key", letter.key.map { text($0) } ?? "none"],
        ]
        for header in letter.headers {
            rows.append(["header", "\(printable(header.name)): \(text(header.value))"])
        }
        rows.append(["bytes", String(letter.value.count)])
        let dump = HexDump.lines(letter.value)
        return TextTable.lines(rows) + (dump.isEmpty ? [] : [""] + dump)
    }

    private static func time(_ letter: ReceivedDeadLetter) -> String {
        let (nanoseconds, overflows) = letter.appendTimeMilliseconds
            .multipliedReportingOverflow(by: 1_000_000)
        return overflows ? "-" : WallClock.text(nanoseconds: nanoseconds)
    }

    /// Bytes as text where they are some, else in hexadecimal.
    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), printable(text) == text {
            return text
        }
        return "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The text with a dot for each control character.
    private static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result += "."
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
