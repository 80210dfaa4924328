/// An alert, or an update of one: a record of `alerts`.
public struct AlertRecord: Hashable, Sendable, Codable {
    /// Stable over the updates of the same alert.
    public var uid: FlowIdentifier
    /// 1 for the first record, then counting up.
    public var revision: UInt32
    /// What makes two alarms the same alert: detector, sensor and entity.
    public var dedupKey: String
    /// Where the alert is in its life.
    public var status: AlertStatus
    /// Whose packets.
    public var sensorSession: SensorSession
    /// The end of the window of this record: event time.
    public var timestamp: Timestamp
    /// The start of the first window that alarmed.
    public var firstSeen: Timestamp
    /// The end of the newest window that alarmed.
    public var lastSeen: Timestamp
    /// How many windows alarmed.
    public var count: UInt64
    /// EVE's `signature`: what kind of alert in a few words.
    public var signature: String
    /// EVE's `signature_id`; one a statistic and direction.
    public var signatureID: UInt32
    /// EVE's `category`.
    public var category: String
    /// 1 high, 2 medium, 3 low, 4 information.
    public var severity: UInt8
    /// The ATT&CK technique's identifier, where one fits.
    public var technique: String?
    /// The ATT&CK tactic's identifier, where one fits.
    public var tactic: String?
    /// The detector's name.
    public var detector: String
    /// What the alert is about.
    public var entity: String
    /// 0…1; 1 is as sure as it gets.
    public var score: Double
    /// How unlikely the value is in normal traffic.
    public var probability: Double
    /// The value.
    public var value: Double
    /// What is usual.
    public var expected: Double
    /// The threshold that was crossed.
    public var threshold: Double
    /// The length of a window.
    public var windowNanoseconds: Int64
    /// What the value is made of.
    public var contributions: [AlertContribution]
    /// One sentence that a person understands without the manual.
    public var reason: String
    /// Where to look.
    public var evidence: AlertEvidence

    /// An alert; every field is required, since none has a sensible default.
    public init(
        uid: FlowIdentifier, revision: UInt32, dedupKey: String, status: AlertStatus,
        sensorSession: SensorSession, timestamp: Timestamp, firstSeen: Timestamp,
        lastSeen: Timestamp, count: UInt64, signature: String, signatureID: UInt32,
        category: String, severity: UInt8, technique: String?, tactic: String?, detector: String,
        entity: String, score: Double, probability: Double, value: Double, expected: Double,
        threshold: Double, windowNanoseconds: Int64, contributions: [AlertContribution],
        reason: String, evidence: AlertEvidence
    ) {
        self.uid = uid
        self.revision = revision
        self.dedupKey = dedupKey
        self.status = status
        self.sensorSession = sensorSession
        self.timestamp = timestamp
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.count = count
        self.signature = signature
        self.signatureID = signatureID
        self.category = category
        self.severity = severity
        self.technique = technique
        self.tactic = tactic
        self.detector = detector
        self.entity = entity
        self.score = score
        self.probability = probability
        self.value = value
        self.expected = expected
        self.threshold = threshold
        self.windowNanoseconds = windowNanoseconds
        self.contributions = contributions
        self.reason = reason
        self.evidence = evidence
    }
}
