public import FlowMetering

/// How the meter works.
public struct MeterConfiguration: Sendable {
    /// How flows live and end.
    public var flows: FlowMeteringConfiguration
    /// The length of a window.
    public var windowNanoseconds: Int64
    /// The most sessions with open state in one task; the one heard of longest ago is ended for the
    /// next one.
    public var maximumSessions: Int
    /// The most ended sessions that are remembered, so that their batches count once when they come
    /// again; the oldest is forgotten for the next one.
    public var maximumEndedSessions: Int
    /// Where endpoints are; nil where records don't say it.
    public var directory: (any EndpointDirectory)?
    /// The most answers of the directory that one task remembers; the oldest half is forgotten for
    /// the next ones.
    public var maximumRememberedPlaces: Int

    /// A configuration with the default bounds.
    public init(
        flows: FlowMeteringConfiguration, windowNanoseconds: Int64, maximumSessions: Int = 256,
        maximumEndedSessions: Int = 65_536, directory: (any EndpointDirectory)? = nil,
        maximumRememberedPlaces: Int = 16_384
    ) {
        precondition(windowNanoseconds > 0, "a window has a length")
        precondition(maximumSessions > 0 && maximumEndedSessions > 0, "bounds are positive")
        precondition(maximumRememberedPlaces > 0, "bounds are positive")
        self.flows = flows
        self.windowNanoseconds = windowNanoseconds
        self.maximumSessions = maximumSessions
        self.maximumEndedSessions = maximumEndedSessions
        self.directory = directory
        self.maximumRememberedPlaces = maximumRememberedPlaces
    }
}
