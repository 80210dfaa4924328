import Checksums
public import StreamProcessing
import TopicEncoding

/// Which record a letter is about: two letters of the same record are retried once.
///
/// The checksum tells records apart that had the same place one after the other, since a topic that
/// is made anew counts its offsets from 0 again.
public struct DeadLetterIdentity: Hashable, Sendable {
    /// Where the record was read.
    public var source: TopicPartition
    /// Its offset there.
    public var offset: Int64
    /// The CRC-32C of its value.
    public var checksum: UInt32

    /// The record with this value at a place.
    public init(source: TopicPartition, offset: Int64, value: [UInt8]) {
        self.init(source: source, offset: offset, checksum: CRC32C.checksum(of: value))
    }

    /// The record whose value has this checksum.
    init(source: TopicPartition, offset: Int64, checksum: UInt32) {
        self.source = source
        self.offset = offset
        self.checksum = checksum
    }
}
