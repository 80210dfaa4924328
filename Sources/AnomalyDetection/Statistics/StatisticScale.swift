import NetworkModel

/// The scale on which a statistic is judged, so that the noise of counting is about the same
/// wherever the value lies (variance-stabilising transforms).
///
/// On its own scale the lower tail of a packet rate would reach below 0 and silence could never
/// alarm, and a share near 0 would have next to no lower tail.
enum StatisticScale: UInt8, Hashable, Sendable, Codable {
    /// √x: for rates, sizes and ratios of counts.
    case squareRoot
    /// arcsin √x: for shares, 0…1.
    case arcsine

    /// The scale of a statistic.
    init(of statistic: TrafficStatistic) {
        switch statistic {
        case .averagePacketBytes, .packetsPerSecond, .ipPacketsPerSecond, .destinationSourceRatio,
            .destinationSourcePortRatio:
            self = .squareRoot
        case .synRatio, .ackRatio, .icmpRatio, .ipRatio, .arpRatio:
            self = .arcsine
        }
    }

    /// The positions at which tails end: a share's at 0 and 1.
    ///
    /// A rate ends at 0 too, but how sure it is that silence isn't normal is for the data to say.
    var domain: ClosedRange<Double> {
        switch self {
        case .squareRoot: -Double.infinity...Double.infinity
        case .arcsine: 0...Self.quarterTurn
        }
    }

    /// Where a value lies on the scale.
    func position(of value: Double) -> Double {
        switch self {
        case .squareRoot: max(0, value).squareRoot()
        case .arcsine: Mathematics.asin(min(1, max(0, value)).squareRoot())
        }
    }

    /// The value at a position; positions outside the scale give its ends.
    func value(at position: Double) -> Double {
        switch self {
        case .squareRoot:
            let root = max(0, position)
            return root * root
        case .arcsine:
            guard position < Self.quarterTurn else { return 1 }
            let sine = Mathematics.sin(max(0, position))
            return sine * sine
        }
    }

    /// π/2.
    private static let quarterTurn = 1.570_796_326_794_896_6
}
