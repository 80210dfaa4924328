internal import CNDPI
internal import NetworkModel

/// How far the classification of one open flow has come.
struct ClassificationProgress {
    /// The place belongs to a flow.
    var isOpen = false
    /// nDPI has seen a packet, and by it the flow's ports and addresses.
    var wasInspected = false
    /// The IP version and the protocol number of the first packet that nDPI was shown.
    var version: UInt8 = 0
    var transport: UInt8 = 0
    /// nDPI needs no more packets, or gets none.
    var isConcluded = false
    /// nDPI was asked for its last word.
    var isGivenUp = false
    /// How many more packets may be inspected.
    var packetsLeft: Int32 = 0
    /// What nDPI said last.
    var protocols = ProtocolPair(main: 0, application: 0)
    /// nDPI's number of the category.
    var category: UInt32 = 0

    /// Whether a packet has the IP version and transport of those before it.
    ///
    /// nDPI takes that for granted: shown a UDP datagram in a TCP flow, it follows a null pointer.
    func fits(_ packet: InspectablePacket) -> Bool {
        !wasInspected || packet.version == version && packet.transport == transport
    }

    /// Keeps which headers the flow's packets have.
    mutating func noteHeaders(_ packet: InspectablePacket) {
        wasInspected = true
        version = packet.version
        transport = packet.transport
    }

    /// Keeps what nDPI said.
    mutating func note(_ detected: ndpi_protocol) {
        protocols = ProtocolPair(
            main: detected.master_protocol, application: detected.app_protocol)
        category = detected.category.rawValue
    }
}
