extension JSONText {
    /// Appends the parts of a list, joined by spaces; the list as it is where a part isn't a
    /// scalar.
    public static func appendJoined(
        _ text: [UInt8], _ range: Range<Int>, to output: inout [UInt8]
    ) {
        let start = output.count
        var index = range.lowerBound + 1
        while index < range.upperBound - 1 {
            switch text[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                output.removeSubrange(start...)
                output += text[range]
                return
            case UInt8(ascii: "\""):
                let end = endOfString(text, index + 1)
                appendUnescaped(text, (index + 1)..<end, to: &output)
                index = end + 1
            case UInt8(ascii: ","):
                output.append(UInt8(ascii: " "))
                index += 1
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default:
                output.append(text[index])
                index += 1
            }
        }
    }

    /// The place of the quote that ends a string.
    private static func endOfString(_ text: [UInt8], _ start: Int) -> Int {
        var index = start
        while text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index
    }
}
