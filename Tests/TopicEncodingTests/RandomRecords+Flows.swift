import NetworkModel

extension RandomRecords {
    /// The statistics of some packets of one direction, and what they were made of.
    mutating func direction(
        packets: Int, isTCP: Bool
    ) -> (statistics: DirectionStatistics, sizes: [UInt64], gaps: [UInt64]) {
        var statistics = DirectionStatistics()
        var sizes: [UInt64] = []
        var gaps: [UInt64] = []
        for index in 0..<packets {
            let size = number(UInt32(60)...1514)
            sizes.append(UInt64(size))
            statistics.minimumFrameBytes =
                index == 0 ? size : min(statistics.minimumFrameBytes, size)
            statistics.maximumFrameBytes = max(statistics.maximumFrameBytes, size)
            statistics.packets += 1
            statistics.frameBytes += UInt64(size)
            statistics.squaredFrameBytes += UInt64(size) * UInt64(size)
            statistics.ipBytes += UInt64(size - 14)
            addPayload(size - 54, to: &statistics)
            addHeader(isFirst: index == 0, to: &statistics)
            if index > 0 {
                let gap = number(UInt64(0)...3_000_000_000)
                gaps.append(gap)
                statistics.gaps.add(nanoseconds: Int64(gap))
            }
            guard isTCP else { continue }
            let flags = TCPFlags(rawValue: number(0...UInt8.max))
            if index == 0 { statistics.initialFlags = flags }
            statistics.unionFlags.formUnion(flags)
            for bit in 0..<8 where flags.rawValue >> UInt8(bit) & 1 == 1 {
                statistics.flagPackets[bit] += 1
            }
        }
        return (statistics, sizes, gaps)
    }

    private func addPayload(_ bytes: UInt32, to statistics: inout DirectionStatistics) {
        if statistics.nonemptyPackets == 0 { statistics.firstPayloadBytes = bytes }
        statistics.nonemptyPackets += 1
        statistics.payloadBytes += UInt64(bytes)
        statistics.squaredPayloadBytes += UInt64(bytes) * UInt64(bytes)
        statistics.maximumPayloadBytes = max(statistics.maximumPayloadBytes, bytes)
        if bytes < 60 { statistics.smallPackets += 1 }
        if bytes >= 220 { statistics.largePackets += 1 }
    }

    private mutating func addHeader(isFirst: Bool, to statistics: inout DirectionStatistics) {
        let length = number(UInt8(8)...60)
        statistics.headerBytes += UInt64(length)
        statistics.minimumHeaderBytes =
            isFirst ? length : min(length, statistics.minimumHeaderBytes)
        let hops = number(UInt8(0)...255)
        statistics.minimumTimeToLive = isFirst ? hops : min(hops, statistics.minimumTimeToLive)
        statistics.maximumTimeToLive = max(hops, statistics.maximumTimeToLive)
        guard isFirst else { return }
        statistics.initialWindowBytes = number(0...UInt16.max)
        statistics.differentiatedServices = number(0...63)
        if isOneIn(2) { statistics.payloadEntropyBits = 8 * unit() }
    }

    mutating func flow() -> FlowRecord {
        var tuple = tuple()
        if tuple.transport.isICMP {
            tuple.sourcePort &= 0xff
            tuple.destinationPort &= 0xff
        }
        let isTCP = tuple.transport == .tcp
        let start = Timestamp(nanoseconds: number(0...1_800_000_000_000_000_000))
        let duration = isOneIn(4) ? 0 : number(Int64(0)...1_800_000_000_000)
        let reverse = direction(packets: isOneIn(3) ? 0 : number(1...20), isTCP: isTCP)
        var gaps = GapStatistics()
        for _ in 0..<number(0...30) { gaps.add(nanoseconds: number(-5...3_000_000_000)) }
        var flow = FlowRecord(
            uid: FlowIdentifier(high: generator.next(), low: generator.next()),
            sensorSession: sensorSession(), tuple: tuple,
            vlan: isOneIn(2) ? nil : number(0...4095), segment: number(0...3), start: start,
            end: start.advanced(byNanoseconds: duration),
            reason: FlowEndReason.allCases[number(0...4)],
            state: FlowState(rawValue: number(0...2)) ?? .new,
            forward: direction(packets: number(1...20), isTCP: isTCP).statistics,
            reverse: reverse.statistics, gaps: gaps, firstDirections: number(0...UInt8.max),
            responseDelayNanoseconds: reverse.sizes.isEmpty ? nil : number(0...1_000_000_000))
        addDetails(to: &flow)
        if isOneIn(2) { flow.application = application() }
        return flow
    }

    private mutating func addDetails(to flow: inout FlowRecord) {
        if isOneIn(2) { flow.innerVLAN = number(0...4095) }
        if isOneIn(2) { flow.sourceMAC = MACAddress(rawValue: generator.next() >> 16) }
        if isOneIn(2) { flow.destinationMAC = MACAddress(rawValue: generator.next() >> 16) }
        if isOneIn(3) {
            let kinds = TunnelKind.allCases
            flow.tunnel = Tunnel(
                kind: kinds[number(0...kinds.count - 1)],
                identifier: isOneIn(3) ? 0 : number(0...UInt32.max))
        }
        for _ in 0..<number(1...4) { flow.active.add(nanoseconds: number(0...3_000_000_000)) }
        for _ in 1..<flow.active.count {
            flow.idle.add(nanoseconds: number(5_000_000_001...90_000_000_000))
        }
        guard flow.tuple.transport == .tcp && isOneIn(2) else { return }
        flow.tcp = TCPSummary(
            state: "SF", history: "ShADadFf",
            handshakeRTTNanoseconds: isOneIn(2) ? nil : number(0...Int64.max),
            forwardRetransmittedPackets: number(0...UInt32.max),
            reverseRetransmittedPackets: number(0...UInt32.max),
            forwardOutOfOrderPackets: number(0...UInt32.max),
            reverseOutOfOrderPackets: number(0...UInt32.max))
    }

    mutating func statistic() -> StatisticRecord {
        let states: [DetectorState] = [.warmUp, .calibrating, .normal, .excess, .alarm]
        let statistics = TrafficStatistic.allCases
        return StatisticRecord(
            sensorSession: sensorSession(), entity: "sensor",
            statistic: statistics[number(0...statistics.count - 1)],
            windowEnd: Timestamp(nanoseconds: number(0...1_800_000_000_000_000_000)),
            windowNanoseconds: number(1...60_000_000_000), value: optionalDouble(),
            thresholdUp: optionalDouble(), thresholdDown: optionalDouble(),
            probability: isOneIn(2) ? nil : unit(), state: states[number(0...4)],
            isPartialWindow: isOneIn(2),
            counters: [("ip_packets", count()), ("odd \"name\"", count())])
    }

    mutating func alert() -> AlertRecord {
        let start = Timestamp(nanoseconds: number(0...1_800_000_000_000_000_000))
        let end = start.advanced(byNanoseconds: 10_000_000_000)
        let statuses: [AlertStatus] = [.open, .updated, .closed]
        return AlertRecord(
            uid: FlowIdentifier(high: generator.next(), low: generator.next()),
            revision: number(1...UInt32.max), dedupKey: "spot|edge-1|sensor",
            status: statuses[number(0...2)], sensorSession: sensorSession(), timestamp: end,
            firstSeen: start, lastSeen: end, count: count(), signature: "SYN \"ratio\" up",
            signatureID: number(0...UInt32.max), category: "Anomaly", severity: number(1...4),
            technique: isOneIn(2) ? nil : "T1046", tactic: isOneIn(2) ? nil : "TA0007",
            detector: "spot", entity: "sensor", score: unit(), probability: unit(),
            value: double(), expected: double(), threshold: double(),
            windowNanoseconds: 1_500_000_000,
            contributions: (0..<number(0...3)).map {
                AlertContribution(
                    feature: "feature \($0)", value: double(), expected: double(), share: unit())
            },
            reason: "Half of all packets – 52 % – had SYN; usual are 3 %.",
            evidence: AlertEvidence(
                flows: (0..<number(0...10)).map { _ in flowSample() },
                topTalkers: (0..<number(0...3)).map { _ in
                    TopTalker(
                        address: address(.v6), role: isOneIn(2) ? .source : .destination,
                        packets: count(), share: unit())
                }, start: start, end: end, filter: "tcp[tcpflags] & tcp-syn != 0"))
    }

    mutating func flowSample() -> FlowSample {
        FlowSample(
            uid: FlowIdentifier(high: generator.next(), low: generator.next()), tuple: tuple())
    }

    mutating func unit() -> Double {
        isOneIn(5) ? 0 : Double.random(in: 0...1, using: &generator)
    }

    /// Any double: huge, tiny, NaN and infinity too.
    mutating func double() -> Double {
        switch number(0...3) {
        case 0: Double(bitPattern: generator.next())
        case 1: [Double.nan, .infinity, -.infinity, -0.0][number(0...3)]
        default: Double.random(in: -1000...1000, using: &generator)
        }
    }

    mutating func optionalDouble() -> Double? {
        isOneIn(3) ? nil : double()
    }
}
