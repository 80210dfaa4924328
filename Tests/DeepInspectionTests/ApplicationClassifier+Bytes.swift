import DeepInspection
import NetworkModel

extension ApplicationClassifier {
    /// Looks at a packet that is an array.
    func inspect(_ slot: ClassifierSlot, _ packet: [UInt8], clock: Timestamp) -> Bool {
        // A span of bytes has no padding that could be uninitialized.
        unsafe inspect(slot, ipPacket: packet.span.bytes, clock: clock)
    }
}
