@testable import Checksums
import TopicEncoding

/// Changes bytes of a binary record and makes its length and checksum fit again, as a defective or
/// hostile writer would.
func edited(_ record: [UInt8], _ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = record
    change(&bytes)
    let length = UInt32(bytes.count)
    for index in 0..<4 { bytes[12 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    let sum = CRC32C.checksum(
        of: Array(bytes[12...]), continuing: CRC32C.checksum(of: Array(bytes[..<8])))
    for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
    return bytes
}

/// What opening a batch fails with; nil when it opens.
func failure(opening bytes: [UInt8]) -> TopicDecodingError? {
    do {
        _ = try PacketBatch(bytes)
        return nil
    } catch {
        return error
    }
}

/// What decoding progress fails with; nil when it decodes.
func failure(decoding bytes: [UInt8]) -> TopicDecodingError? {
    do {
        _ = try WindowProgressCodec.decode(bytes)
        return nil
    } catch {
        return error
    }
}
