import NetworkModel

/// How much a statistic varies on its scale for no other reason than that it is made of whole
/// packets, to first order.
enum CountingNoise {
    /// The noise of a statistic whose value and counters are usually these.
    ///
    /// Counts below 1 count as 1, so that the noise is finite and never 0.
    static func noise(
        of statistic: TrafficStatistic, usualValue: Double, usualCounters: [Double],
        windowSeconds: Double
    ) -> Double {
        let counts = usualCounters.map { max(1, $0) }
        switch statistic {
        case .packetsPerSecond, .ipPacketsPerSecond:
            // √(count/seconds), and √count of a Poisson count has the deviation ½.
            return 0.5 / windowSeconds.squareRoot()
        case .synRatio, .ackRatio, .icmpRatio, .ipRatio, .arpRatio:
            // The deviation of arcsin √(k/n) of a binomial k.
            return 0.5 / counts[1].squareRoot()
        case .averagePacketBytes:
            // Sizes deviate by about as much as their mean.
            return 0.5 * (max(1, usualValue) / counts[1]).squareRoot()
        case .destinationSourceRatio, .destinationSourcePortRatio:
            let ratio = max(usualValue, 1 / counts[1])
            return 0.5 * (ratio * (1 / counts[0] + 1 / counts[1])).squareRoot()
        }
    }
}
