public import AnomalyDetection
public import FlowMetering
import PipelineStages

/// Which stages run in a process and how they work.
public struct ProcessConfiguration: Sendable {
    /// The stages that transform topics.
    public enum Stage: String, CaseIterable, Sendable {
        /// `packets` → `flows`, `windows`.
        case meter
        /// `windows` → `statistics`, `alerts`.
        case detect
    }

    /// The stages to run.
    public var stages: Set<Stage>
    /// The first part of the consumer groups' names; nil for the topic prefix.
    public var group: String?
    /// The process's name over its restarts; nil where it is a new member with each start.
    public var instance: String?
    /// How flows live and end.
    public var flows: FlowMeteringConfiguration
    /// The length of a window.
    public var windowNanoseconds: Int64
    /// How anomalies are detected.
    public var detection: DetectionConfiguration
    /// The probability at which normal traffic may raise an alarm: `DetectionConfiguration.q`.
    public var alarmProbability: Double {
        get { detection.q }
        set { detection.q = newValue }
    }
    /// Where the endpoints of flows are; nil where records don't say it.
    public var places: PlaceDirectory?
    /// How long a transaction stays open at the most.
    public var commitIntervalMilliseconds: Int64 = 500
    /// How old a task's snapshot becomes before the next one is taken.
    public var snapshotIntervalMilliseconds: Int64 = 30_000
    /// The event time, in nanoseconds since 1970, at which a group begins that has processed
    /// nothing yet; nil for the oldest record.
    public var fromNanoseconds: Int64?
    /// True to end once everything that is on the bus has been processed.
    public var untilEnd: Bool

    /// A configuration with the defaults: both stages, windows of one second.
    public init(
        stages: Set<Stage> = Set(Stage.allCases), group: String? = nil,
        flows: FlowMeteringConfiguration = FlowMeteringConfiguration(),
        windowNanoseconds: Int64 = 1_000_000_000,
        detection: DetectionConfiguration = DetectionConfiguration(), untilEnd: Bool = false
    ) {
        self.stages = stages
        self.group = group
        self.flows = flows
        self.windowNanoseconds = windowNanoseconds
        self.detection = detection
        self.untilEnd = untilEnd
    }

    /// A configuration with given times and the defaults otherwise.
    public init(
        windowNanoseconds: Int64, idleTimeoutNanoseconds: Int64, activeTimeoutNanoseconds: Int64
    ) {
        self.init(windowNanoseconds: windowNanoseconds)
        flows.idleTimeoutNanoseconds = idleTimeoutNanoseconds
        flows.activeTimeoutNanoseconds = activeTimeoutNanoseconds
    }
}
