/// Why a text isn't a JSON object, with the byte where that shows.
struct JSONProblem: Error {
    enum Kind: String {
        case unexpectedByte = "an unexpected byte"
        case unexpectedEnd = "it ends too early"
        case tooDeep = "it is nested too deep"
        case notUTF8 = "it isn't UTF-8"
    }

    var kind: Kind
    var byte: Int
}
