public import NetworkModel

/// The port through which the meter asks where an address is.
///
/// The answer depends on the address alone, so that records don't depend on when it is asked.
public protocol EndpointDirectory: Sendable {
    /// What is known of an address; nil where nothing is.
    func place(of address: IPAddress) -> EndpointPlace?
}
