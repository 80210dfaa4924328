/// The most that is held or tried for one flow.
enum PayloadLimit {
    /// Segments of one direction that wait for an earlier one; the next lets the gap stand.
    static let waitingSegments = 8
    /// Bytes of one direction that wait for an earlier segment.
    static let waitingBytes = 16_384
    /// The distance of sequence numbers within which segments belong to one stream.
    static let window = 4 << 20
    /// Zeros that a capture may show behind an acknowledgement without payload: what filled up the
    /// shortest frame, with a length that some network cards put right wrongly.
    static let paddingBytes = 6
    /// Payloads looked at before a flow is given up as none of the known protocols.
    static let attempts = 8
    /// The same on ports of protocols that turn to TLS after some words of their own.
    static let attemptsBeforeUpgrade = 32
    /// The head of an HTTP message that is waited for.
    static let headBytes = 8192
    /// The beginning of a message within a stream that is waited for and looked at.
    static let messageBytes = 2048
    /// Records of one DNS message that are read.
    static let records = 64
    /// Compression pointers followed for one name; a name has at most 127 labels.
    static let pointers = 32
    /// The bytes of QUIC's first CRYPTO stream that are put together.
    static let cryptoBytes = 8192
}
