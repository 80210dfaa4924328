/// What a bus did that the port doesn't allow, or didn't do in time.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The sentence that a failing test shows.
    public var description: String

    /// A failure with the place of the expectation that wasn't met.
    init(_ sentence: String, _ file: StaticString, _ line: UInt) {
        description = "\(sentence) (\(file):\(line))"
    }
}

/// Throws where a condition doesn't hold.
func expect(
    _ condition: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard condition else { throw ConformanceFailure(sentence(), file, line) }
}

/// Throws where two values differ.
func expectEqual<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ subject: String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    try expect(
        actual == expected, "\(subject): \(actual), where \(expected) was expected", file: file,
        line: line)
}
