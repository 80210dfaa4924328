import Testing

/// Keeps files and functions small enough to be read at once.
struct SizeTests {
    static let maximumFileLines = 400
    static let maximumFunctionLines = 70
    static let maximumColumns = 100

    @Test func `no file is longer than 400 lines and no line longer than 100 columns`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try SourceTree.swiftFiles(below: folder) {
                #expect(file.lines.count <= Self.maximumFileLines + 1, "\(file.path)")
                // A sentence in quotes isn't broken for its length alone.
                let long = file.lines.indices.filter {
                    file.lines[$0].count > Self.maximumColumns && !file.lines[$0].contains("\"")
                }
                #expect(long.isEmpty, "\(file.path): lines \(long.map { $0 + 1 })")
            }
        }
    }

    @Test func `no function is longer than 70 lines`() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for (start, length) in functions(in: file.lines) {
                #expect(length <= Self.maximumFunctionLines, "\(file.path):\(start)")
            }
        }
    }

    @Test func `nothing is left to be done later and nothing prints from a library`() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for (index, line) in file.lines.enumerated() {
                let place = "\(file.path):\(index + 1)"
                #expect(!marks.contains { line.contains($0) }, "\(place)")
                let prints = line.contains("print(") && !line.contains(".print(")
                #expect(!prints || file.target == "weir", "\(place)")
            }
        }
    }

    /// Where functions begin and how many lines they have, told by the formatter's indentation: a
    /// body ends at the first closing brace that is as far left as its declaration.
    private func functions(in lines: [String]) -> [(start: Int, length: Int)] {
        var found: [(Int, Int)] = []
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " }
            let words = text.split(separator: " ").prefix(5)
            guard words.contains("func") || words.contains(where: { $0.hasPrefix("init(") }),
                !text.hasPrefix("//"), !text.hasSuffix("}")
            else { continue }
            let closing = String(repeating: " ", count: line.count - text.count) + "}"
            guard let end = lines[index...].firstIndex(of: closing) else { continue }
            found.append((index + 1, end - index + 1))
        }
        return found
    }
}
