import NetworkModel

extension NaiveFlow {
    /// FlowMeter's 33 features, in nanoseconds and bytes.
    var flowMeterFeatures: [String: Double] {
        var features: [String: Double] = [
            "flowDuration": Self.gaps(all).reduce(0, +) * 1000,
            "flowLength": Double(all.count), "fwdFlowLength": Double(forward.count),
            "bwdFlowLength": Double(reverse.count),
        ]
        for (prefix, packets) in [("", all), ("fwd", forward), ("bwd", reverse)] {
            let (sizes, gaps) = (Self.sizes(packets), Self.gaps(packets))
            let name = prefix.isEmpty ? "packetSize" : "\(prefix)PacketSize"
            features["\(name)Total"] = sizes.reduce(0, +)
            features["\(name)Mean"] = Self.mean(sizes)
            features["\(name)Std"] = Self.deviation(sizes)
            features["\(name)Min"] = sizes.min() ?? 0
            features["\(name)Max"] = sizes.max() ?? 0
            if !prefix.isEmpty { features["\(prefix)IATTotal"] = gaps.reduce(0, +) * 1000 }
            features["\(prefix)IATMean"] = Self.mean(gaps) * 1000
            features["\(prefix)IATStd"] = Self.deviation(gaps) * 1000
            features["\(prefix)IATMin"] = (gaps.min() ?? 0) * 1000
            features["\(prefix)IATMax"] = (gaps.max() ?? 0) * 1000
        }
        return features
    }

    /// CICFlowMeter's features that a flow's record has, with its definitions and without its
    /// mistakes; lengths are payloads, times microseconds.
    var cicFlowMeterFeatures: [String: Double] {
        let duration = Self.gaps(all).reduce(0, +)
        let lengths = Self.payloads(all)
        func rate(_ amount: Double) -> Double { duration > 0 ? amount / (duration / 1e6) : 0 }
        var features: [String: Double] = [
            "Flow Duration": duration.rounded(.down), "Total Fwd Packet": Double(forward.count),
            "Total Bwd packets": Double(reverse.count),
            "Flow Bytes/s": rate(lengths.reduce(0, +)), "Flow Packets/s": rate(Double(all.count)),
            "Packet Length Min": lengths.min() ?? 0, "Packet Length Max": lengths.max() ?? 0,
            "Packet Length Mean": Self.mean(lengths),
            "Packet Length Std": Self.variance(lengths).squareRoot(),
            "Packet Length Variance": Self.variance(lengths),
            "Average Packet Size": Self.mean(lengths),
            "Fwd Act Data Pkts": Double(forward.filter { $0.payloadBytes > 0 }.count),
            "Fwd Seg Size Min": Double(forward.map(\.transportHeaderBytes).min() ?? 0),
            "FWD Init Win Bytes": Double(forward.first?.tcpWindow ?? 0),
            "Bwd Init Win Bytes": Double(reverse.first?.tcpWindow ?? 0),
        ]
        if !forward.isEmpty {
            features["Down/Up Ratio"] = Double(reverse.count) / Double(forward.count)
        }
        let flags: [(String, TCPFlags)] = [
            ("FIN", .fin), ("SYN", .syn), ("RST", .rst), ("PSH", .psh), ("ACK", .ack),
            ("URG", .urg), ("CWR", .cwr), ("ECE", .ece),
        ]
        for (name, flag) in flags { features["\(name) Flag Count"] = Self.count(flag, all) }
        for (name, packets) in [("Fwd", forward), ("Bwd", reverse)] {
            addDirection(name, packets, rate(Double(packets.count)), to: &features)
        }
        addGaps("Flow IAT", Self.gaps(all), to: &features)
        addBursts(to: &features)
        return features
    }

    private func addDirection(
        _ name: String, _ packets: [PacketSummary], _ rate: Double,
        to features: inout [String: Double]
    ) {
        let (lengths, gaps) = (Self.payloads(packets), Self.gaps(packets))
        features["Total Length of \(name) Packet"] = lengths.reduce(0, +)
        features["\(name) Packet Length Max"] = lengths.max() ?? 0
        features["\(name) Packet Length Min"] = lengths.min() ?? 0
        features["\(name) Packet Length Mean"] = Self.mean(lengths)
        features["\(name) Packet Length Std"] = Self.variance(lengths).squareRoot()
        features["\(name) Segment Size Avg"] = Self.mean(lengths)
        features["\(name) IAT Total"] = gaps.reduce(0, +)
        addGaps("\(name) IAT", gaps, to: &features)
        features["\(name) PSH Flags"] = Self.count(.psh, packets)
        features["\(name) URG Flags"] = Self.count(.urg, packets)
        features["\(name) Header Length"] = packets.reduce(0) {
            $0 + Double($1.transportHeaderBytes)
        }
        features["\(name) Packets/s"] = rate
    }

    private func addGaps(
        _ name: String, _ gaps: [Double], to features: inout [String: Double]
    ) {
        features["\(name) Mean"] = Self.mean(gaps)
        features["\(name) Std"] = Self.variance(gaps).squareRoot()
        features["\(name) Max"] = gaps.max() ?? 0
        features["\(name) Min"] = gaps.min() ?? 0
    }

    /// Bursts are what silences over five seconds part.
    private func addBursts(to features: inout [String: Double]) {
        var bursts: [Double] = [0]
        var silences: [Double] = []
        for gap in Self.gaps(all) {
            if gap > 5_000_000 {
                silences.append(gap)
                bursts.append(0)
            } else {
                bursts[bursts.count - 1] += gap
            }
        }
        addGaps("Active", bursts, to: &features)
        addGaps("Idle", silences, to: &features)
    }
}
