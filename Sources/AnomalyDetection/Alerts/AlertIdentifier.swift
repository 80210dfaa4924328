import NetworkModel

/// Derives an alert's `uid` from what the alert is.
enum AlertIdentifier {
    /// The same alert has the same identifier wherever and whenever it is computed.
    static func identifier(
        of sensorSession: SensorSession, statistic: TrafficStatistic,
        direction: DeviationDirection, firstWindow: Int64
    ) -> FlowIdentifier {
        // The key says "weir alert" and keeps alerts' identifiers apart from flows'.
        var hash = SipHash128(key0: 0x7765_6972_2061_6c65, key1: 0x7274_2074_6169_6c00)
        append(sensorSession.sensor, to: &hash)
        hash.append(word: sensorSession.session.rawValue)
        append(statistic.rawValue, to: &hash)
        append(direction.rawValue, to: &hash)
        hash.append(word: UInt64(bitPattern: firstWindow))
        let digest = hash.digest()
        return FlowIdentifier(high: digest.first, low: digest.second)
    }

    /// With its length first, so that no two lists of texts give the same bytes.
    private static func append(_ text: String, to hash: inout SipHash128) {
        hash.append(word: UInt64(text.utf8.count))
        for byte in text.utf8 { hash.append(byte) }
    }
}
