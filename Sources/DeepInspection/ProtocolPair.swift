internal import CNDPI

/// nDPI's numbers of a protocol and of the application that uses it.
struct ProtocolPair: Hashable, Sendable {
    /// The protocol; 0 where only the application is known.
    var main: UInt16
    /// The application, or the protocol where it is its own; 0 if unknown.
    var application: UInt16

    var isUnknown: Bool { main == 0 && application == 0 }

    /// As nDPI has it.
    var detected: ndpi_protocol {
        ndpi_protocol(
            master_protocol: main, app_protocol: application,
            category: NDPI_PROTOCOL_CATEGORY_UNSPECIFIED)
    }
}
