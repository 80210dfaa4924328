import NetworkModel

/// One of weir's records beside YAF's of the same flow.
struct YAFComparison {
    /// YAF's statistics of gaps and sizes are over the first ten of them.
    private static let earlyCount: UInt64 = 10

    /// The fields that differ.
    private(set) var differences: [FieldDifference] = []

    init(_ record: FlowRecord, _ flow: YAFFlow, _ key: PairingKey, _ view: YAFView) {
        let source = Endpoint(address: record.tuple.source, port: record.tuple.sourcePort)
        let isForward = source == flow.source
        let there = isForward ? record.forward : record.reverse
        let back = isForward ? record.reverse : record.forward
        differences += [
            FieldDifference("start", record.start.nanoseconds / 1_000_000, flow.startMilliseconds),
            FieldDifference("end", record.end.nanoseconds / 1_000_000, flow.endMilliseconds),
        ].compactMap { $0 }
        compare("", there, flow, key, view)
        // Where the other side sent nothing its elements are absent.
        if back.packets > 0 { compare("reverse", back, flow, key, view) }
        if isForward && record.segment == 0 { compareDelay(record, flow) }
        guard key.conversation.transport == .tcp || key.conversation.transport == .udp,
            let directions = flow.integer("firstEightNonEmptyPacketDirections")
        else { return }
        let nonempty = record.forward.nonemptyPackets + record.reverse.nonemptyPackets
        // Later packets shift a bit by more than a word's width, which wraps round in YAF.
        guard nonempty <= 32 else { return }
        let count = min(8, nonempty)
        let mask = UInt8(truncatingIfNeeded: (1 << count) - 1)
        let ours = isForward ? record.firstDirections : ~record.firstDirections & mask
        add("firstEightNonEmptyPacketDirections", Int(ours), directions)
    }

    /// YAF rounds nanoseconds to microseconds.
    private mutating func compareDelay(_ record: FlowRecord, _ flow: YAFFlow) {
        let ours = record.responseDelayNanoseconds.map { Int($0 / 1000) }
        let theirs = flow.integer("reverseFlowDeltaMicroseconds")
        if let ours, let theirs, abs(ours - theirs) <= 1 { return }
        add("reverseFlowDeltaMicroseconds", ours, theirs)
    }

    private mutating func add(_ field: String, _ ours: Int?, _ theirs: Int?) {
        if let difference = FieldDifference(field, ours, theirs) { differences.append(difference) }
    }

    /// Compares one direction, whose elements' names begin with `prefix`.
    private mutating func compare(
        _ prefix: String, _ ours: DirectionStatistics, _ flow: YAFFlow, _ key: PairingKey,
        _ view: YAFView
    ) {
        func name(_ element: String) -> String {
            prefix.isEmpty ? element : prefix + element.prefix(1).uppercased() + element.dropFirst()
        }
        func theirs(_ element: String) -> Int? { flow.integer(name(element)) }
        func same(_ element: String, _ value: some BinaryInteger) {
            add(name(element), Int(value), theirs(element))
        }
        same("packetTotalCount", ours.packets)
        same("octetTotalCount", ours.ipBytes)
        let transport = key.conversation.transport
        if transport == .tcp {
            if !view.disputedBeginnings.contains(key) {
                same("initialTCPFlags", ours.initialFlags.rawValue)
            }
            // YAF's union leaves out the first packet.
            let union = (theirs("initialTCPFlags") ?? 0) | (theirs("unionTCPFlags") ?? 0)
            add(name("unionTCPFlags"), Int(ours.unionFlags.rawValue), union)
        }
        // Without payload and answer YAF writes no statistics.
        guard transport == .tcp || transport == .udp, theirs("dataByteCount") != nil else { return }
        same("dataByteCount", ours.payloadBytes)
        same("nonEmptyPacketCount", ours.nonemptyPackets)
        same("smallPacketCount", ours.smallPackets)
        if !view.disputedSizes.contains(key) { same("largePacketCount", ours.largePackets) }
        same("firstNonEmptyPacketSize", ours.firstPayloadBytes)
        same("maxPacketSize", ours.maximumPayloadBytes)
        compareSpreads(name: name, ours, flow)
    }

    private mutating func compareSpreads(
        name: (String) -> String, _ ours: DirectionStatistics, _ flow: YAFFlow
    ) {
        func near(_ element: String, _ value: Double, within tolerance: Double) {
            guard let theirs = flow.integer(name(element)) else { return }
            if let difference = FieldDifference(
                name(element), value, Double(theirs), within: tolerance)
            {
                differences.append(difference)
            }
        }
        let gaps = SampleStatistics(ours.gaps)
        // Each gap is cut to whole milliseconds and so is their mean.
        near("averageInterarrivalTime", gaps.mean, within: 2)
        if ours.gaps.count <= Self.earlyCount {
            near("standardDeviationInterarrivalTime", gaps.populationDeviation, within: 3)
        }
        // YAF takes the squares of the first ten sizes about the whole part of the mean of all.
        if ours.nonemptyPackets <= Self.earlyCount {
            let early = Double(ours.earlyPayloadDeviationBytes)
            near("standardDeviationPayloadLength", early, within: 1.5)
        }
    }
}
