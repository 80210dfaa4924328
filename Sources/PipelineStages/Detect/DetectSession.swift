import AnomalyDetection

/// What a detect task keeps of one session.
struct DetectSession: Codable {
    var detector: WindowDetector
    var totals = DetectTotals()
}
