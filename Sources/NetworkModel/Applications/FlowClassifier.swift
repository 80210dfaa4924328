/// The port through which a flow cache asks what application a flow belongs to.
///
/// For each flow: `open`, then `inspect` each packet in the order of capture until that returns
/// true or the flow ends, then `conclude`, then `close`. A flow that was closed needs no slot any
/// more, however long it lasts. A classifier belongs to one thread.
public protocol FlowClassifier: AnyObject {
    /// Takes a place for a new flow; nil if all are taken, which is counted.
    func open(transport: TransportProtocol) -> ClassifierSlot?

    /// Looks at one packet of the flow; returns true once further packets would change nothing.
    ///
    /// `ipPacket` begins with the IP header that the flow's addresses are from, the innermost
    /// one, and ends with the captured bytes or behind them: bytes beyond the IP packet's own
    /// length are ignored. It may hold anything: what isn't a whole IP packet is counted and not
    /// looked at.
    /// `clock` is the sensor's clock. After it returned true, more packets are ignored.
    func inspect(_ slot: ClassifierSlot, ipPacket: RawSpan, clock: Timestamp) -> Bool

    /// What the flow is: with what was seen, or with a guess where that isn't enough.
    ///
    /// Further packets are ignored; further calls return the same.
    func conclude(_ slot: ClassifierSlot) -> ApplicationLabel

    /// Gives the place back.
    func close(_ slot: ClassifierSlot)
}
