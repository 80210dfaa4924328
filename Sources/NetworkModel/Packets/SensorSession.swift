/// A sensor and one run of its capture: what every record's event time belongs to.
public struct SensorSession: Hashable, Comparable, Sendable, Codable {
    /// The place where traffic is seen; 1…255 bytes of UTF-8.
    public var sensor: String
    /// The run of the capture.
    public var session: SessionIdentifier

    /// Names a run of a sensor's capture.
    public init(sensor: String, session: SessionIdentifier) {
        self.sensor = sensor
        self.session = session
    }

    /// By the sensor's bytes, then the session.
    public static func < (left: SensorSession, right: SensorSession) -> Bool {
        left.sensor == right.sensor ? left.session < right.session : left.sensor < right.sensor
    }
}
