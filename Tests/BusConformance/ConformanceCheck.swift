/// One promise of the port, to be held by every bus.
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    /// The promise, as a sentence: the name of the test case.
    public let description: String
    /// Throws where the bus breaks the promise.
    public let run: @Sendable (BusConformance) throws -> Void

    /// Names a check.
    init(_ sentence: String, _ run: @escaping @Sendable (BusConformance) throws -> Void) {
        description = sentence
        self.run = run
    }
}
