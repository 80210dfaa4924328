/// How the detectors of a sensor's session judge.
///
/// The defaults suit windows of one second and captures from some ten minutes on.
public struct DetectionConfiguration: Hashable, Sendable, Codable {
    /// The risk q: the rate of alarms, per window and tail, that normal traffic may raise in the
    /// long run.
    ///
    /// A rate of q can't be told from less than 1/q windows, so until that many have been seen the
    /// risk in force is lower: q·(n·q)² after n windows.
    public var q: Double
    /// How many accepted values make up what is usual (the drift window).
    public var depth: Int
    /// How many values after the first `depth` calibrate the tails before anything is judged.
    public var calibrationWindows: Int
    /// The quantile of the calibration values that is the initial threshold of a tail.
    public var level: Double
    /// The most excesses kept a tail.
    public var maximumExcesses: Int
    /// With how many excesses' weight a tail's shape is drawn towards an exponential one.
    public var priorExcesses: Double
    /// By how many windows with an alarm must outnumber those without before a statistic is learned
    /// anew: a change that lasts so long is the new normal.
    ///
    /// Until then nothing of it is learned, so without this a lasting change would alarm for ever.
    public var relearnWindows: Int
    /// After how many windows without alarm an alert is closed.
    public var quietWindows: Int

    /// A configuration; nothing is checked before `validated()`.
    public init(
        q: Double = 1e-4, depth: Int = 50, calibrationWindows: Int = 500, level: Double = 0.95,
        maximumExcesses: Int = 500, priorExcesses: Double = 100, relearnWindows: Int = 1800,
        quietWindows: Int = 10
    ) {
        self.q = q
        self.depth = depth
        self.calibrationWindows = calibrationWindows
        self.level = level
        self.maximumExcesses = maximumExcesses
        self.priorExcesses = priorExcesses
        self.relearnWindows = relearnWindows
        self.quietWindows = quietWindows
    }

    /// This configuration, where every value lies in its range.
    public func validated() throws(DetectionConfigurationError) -> DetectionConfiguration {
        func check(
            _ isValid: Bool, _ name: String, _ value: any CustomStringConvertible, _ rule: String
        ) throws(DetectionConfigurationError) {
            guard !isValid else { return }
            throw DetectionConfigurationError(name: name, value: value.description, rule: rule)
        }
        try check(level >= 0.5 && level < 1, "level", level, "at least 0.5 and less than 1")
        try check(q >= 1e-12 && q < 1 - level, "q", q, "at least 1e-12 and less than 1 - level")
        try check(depth >= 1 && depth <= 10_000, "depth", depth, "from 1 to 10000")
        try check(
            calibrationWindows >= 20 && calibrationWindows <= 100_000, "calibrationWindows",
            calibrationWindows, "from 20 to 100000")
        try check(
            maximumExcesses >= 10 && maximumExcesses <= 10_000, "maximumExcesses", maximumExcesses,
            "from 10 to 10000")
        try check(
            priorExcesses >= 0 && priorExcesses <= 1e6, "priorExcesses", priorExcesses,
            "from 0 to 1000000")
        try check(
            relearnWindows >= 1 && relearnWindows <= 1_000_000_000, "relearnWindows",
            relearnWindows,
            "from 1 to 1000000000")
        try check(
            quietWindows >= 1 && quietWindows <= 1_000_000, "quietWindows", quietWindows,
            "from 1 to 1000000")
        return self
    }
}
