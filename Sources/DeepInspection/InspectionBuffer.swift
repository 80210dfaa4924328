/// The one owner of the memory that nDPI reads packets from.
///
/// Several of nDPI's dissectors read some bytes beyond the packet, and its module keeps pointers to
/// the latest one after the call. So each packet is copied here: around it lie zeros, more than a
/// 16-bit offset from its end reaches, and the memory lives as long as the classifier. What nDPI
/// says of a packet then never depends on what lies behind it in the capture's buffer.
@safe
struct InspectionBuffer: ~Copyable {
    private static let before = 4096
    private static let longestPacket = Int(UInt16.max)
    private static let behind = 1 << 16

    private let memory: UnsafeMutableRawBufferPointer
    /// How long the packet is that was copied last.
    private var usedBytes = 0

    init() {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.before + Self.longestPacket + Self.behind, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { unsafe memory.deallocate() }

    /// Copies the first `length` bytes of a packet, at most 65,535; returns where they are.
    mutating func copy(_ packet: RawSpan, length: Int) -> UnsafePointer<UInt8>? {
        precondition(length <= packet.byteCount && length <= Self.longestPacket)
        let start = Self.before
        unsafe packet.withUnsafeBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + length])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<length]))
        }
        if length < usedBytes {
            let remains = unsafe memory[start + length..<start + usedBytes]
            unsafe UnsafeMutableRawBufferPointer(rebasing: remains)
                .initializeMemory(as: UInt8.self, repeating: 0)
        }
        usedBytes = length
        return unsafe UnsafePointer(
            memory.baseAddress?.advanced(by: start).assumingMemoryBound(to: UInt8.self))
    }
}
