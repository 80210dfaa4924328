import NetworkModel

/// A packet as a source handed it over, kept.
struct CapturedPacket: Equatable {
    var bytes: [UInt8]
    var wireBytes: Int
    var time: Timestamp
}
