import NetworkModel

/// A classifier that knows a flow at its third packet, and guesses before.
final class CountingClassifier: FlowClassifier {
    private(set) var packets: [UInt32: Int] = [:]
    private(set) var opened = 0
    private(set) var openSlots: Set<UInt32> = []
    private let capacity: Int

    init(capacity: Int = .max) {
        self.capacity = capacity
    }

    func open(transport: TransportProtocol) -> ClassifierSlot? {
        guard openSlots.count < capacity else { return nil }
        defer { opened += 1 }
        let slot = UInt32(opened)
        openSlots.insert(slot)
        packets[slot] = 0
        return ClassifierSlot(index: slot)
    }

    func inspect(_ slot: ClassifierSlot, ipPacket: RawSpan, clock: Timestamp) -> Bool {
        precondition(openSlots.contains(slot.index), "the slot is open")
        packets[slot.index, default: 0] += 1
        return packets[slot.index] == 3
    }

    func conclude(_ slot: ClassifierSlot) -> ApplicationLabel {
        var label = ApplicationLabel()
        let count = packets[slot.index, default: 0]
        label.name = count >= 3 ? "Known" : "Guess"
        return label
    }

    func close(_ slot: ClassifierSlot) {
        openSlots.remove(slot.index)
    }
}
