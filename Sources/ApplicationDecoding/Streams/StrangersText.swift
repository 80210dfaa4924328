internal import NetworkModel

/// Texts that endpoints sent, made fit to be shown and bounded.
enum StrangersText {
    /// A text of a range of the payload.
    ///
    /// UTF-8 stays as it is; control characters, and every byte beyond ASCII of what isn't UTF-8,
    /// become `\xHH`. Cut to `ApplicationRecord.textLimitBytes`.
    static func text(_ span: RawSpan, _ range: Range<Int>) -> String {
        let limit = ApplicationRecord.textLimitBytes
        // Up to three bytes more, so that a character is cut off whole.
        let end = min(range.upperBound, range.lowerBound + limit + 3)
        let bytes = span.bytes(range.lowerBound..<end)
        if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) {
            return String(decoding: bytes.prefix(limit), as: UTF8.self)
        }
        var text: [UInt8] = []
        if let whole = validText(bytes, isCut: end < range.upperBound) {
            for character in whole.unicodeScalars {
                let value = character.value
                let isControl = value < 0x20 || (0x7f..<0xa0).contains(value)
                let encoded =
                    isControl ? escape(UInt8(value)) : Array(String(character).utf8)
                if text.count + encoded.count > limit { break }
                text.append(contentsOf: encoded)
            }
        } else {
            for byte in bytes {
                let encoded = (0x20..<0x7f).contains(byte) ? [byte] : escape(byte)
                if text.count + encoded.count > limit { break }
                text.append(contentsOf: encoded)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes as UTF-8; a text that was cut may end inside a character.
    private static func validText(_ bytes: [UInt8], isCut: Bool) -> String? {
        for missing in 0...(isCut ? min(3, bytes.count) : 0) {
            if let text = String(validating: bytes.dropLast(missing), as: UTF8.self) {
                return text
            }
        }
        return nil
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        let digits = FingerprintText.digits(of: byte)
        return [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits.upper, digits.lower]
    }

    /// Adds a text to a list that holds each once, up to the list's limit; true if it was new.
    @discardableResult
    static func insert(_ text: String, into list: inout [String]) -> Bool {
        guard !text.isEmpty, list.count < ApplicationRecord.listLimit, !list.contains(text) else {
            return false
        }
        list.append(text)
        return true
    }

    /// Adds a number to a list in order that holds each once, up to the list's limit; true if it
    /// was new.
    @discardableResult
    static func insert(_ number: UInt8, into list: inout [UInt8]) -> Bool {
        guard list.count < ApplicationRecord.listLimit, !list.contains(number) else { return false }
        list.insert(number, at: list.firstIndex { $0 > number } ?? list.count)
        return true
    }
}
