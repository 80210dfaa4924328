/// EVE's `category` of the alerts that are born here: a closed set.
enum AlertCategory: String, Hashable, Sendable {
    /// Somebody looks for hosts or services.
    case scan = "Network Scan"
    /// Something is flooded.
    case denialOfService = "Denial of Service"
    /// Traffic that ought to be there is missing.
    case lossOfTraffic = "Loss of Traffic"
    /// The traffic has another make-up than usual, whatever the cause.
    case anomaly = "Network Anomaly"
}
