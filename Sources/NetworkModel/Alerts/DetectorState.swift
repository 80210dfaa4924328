/// What a detector made of one value.
public enum DetectorState: String, Sendable {
    /// The drift window is filling; the value isn't judged.
    case warmUp = "warm-up"
    /// The tail is being calibrated; the value isn't judged.
    case calibrating
    /// Within the thresholds.
    case normal
    /// In the tail, but not beyond the threshold.
    case excess
    /// Beyond the threshold.
    case alarm
}
