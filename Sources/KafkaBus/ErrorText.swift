/// Room for the sentence that a C function writes on failure.
struct ErrorText {
    private static let size = 512
    private var buffer = [CChar](repeating: 0, count: ErrorText.size)

    /// Lends the room to a C function.
    mutating func withBuffer<Result>(
        _ body: (UnsafeMutablePointer<CChar>?, Int) -> Result
    ) -> Result {
        unsafe buffer.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress, $0.count) }
    }

    /// What was written.
    var text: String {
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
