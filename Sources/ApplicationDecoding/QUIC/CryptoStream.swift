internal import NetworkModel

/// The beginning of the stream that QUIC's handshake is sent on, put together from pieces that come
/// in any order (RFC 9000 section 19.6).
struct CryptoStream {
    /// The stream as far as it came, zeros where nothing did.
    private(set) var bytes: [UInt8] = []
    private var isPresent: [Bool] = []

    /// Takes up a piece; one beyond the limit is left out.
    mutating func store(_ piece: RawSpan, at offset: Int) {
        let end = offset + piece.byteCount
        guard end <= PayloadLimit.cryptoBytes else { return }
        if end > bytes.count {
            let missing = end - bytes.count
            bytes.append(contentsOf: repeatElement(0, count: missing))
            isPresent.append(contentsOf: repeatElement(false, count: missing))
        }
        bytes.replaceSubrange(offset..<end, with: piece.bytes(0..<piece.byteCount))
        var marks = isPresent.mutableSpan
        for index in offset..<end { marks[index] = true }
    }

    /// True if the first `count` bytes have all come.
    func hasFirst(_ count: Int) -> Bool {
        count <= isPresent.count && !isPresent[..<count].contains(false)
    }

    /// Frees the stream: it was read.
    mutating func forget() {
        bytes = []
        isPresent = []
    }
}
