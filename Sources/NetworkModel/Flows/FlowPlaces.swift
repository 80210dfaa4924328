/// Where a flow's endpoints are; an endpoint of which nothing is known has no place.
public struct FlowPlaces: Hashable, Sendable {
    /// Where the sender of the flow's first packet is.
    public var source: EndpointPlace?
    /// Where the other endpoint is.
    public var destination: EndpointPlace?

    /// The places of two endpoints; nil where there is neither.
    public init?(source: EndpointPlace?, destination: EndpointPlace?) {
        guard source != nil || destination != nil else { return nil }
        self.source = source
        self.destination = destination
    }
}
