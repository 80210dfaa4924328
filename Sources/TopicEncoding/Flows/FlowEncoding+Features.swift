import NetworkModel

extension FlowEncoding {
    /// Writes the members of `features`: what is about the whole flow, then each direction's.
    static func writeFeatures(of record: FlowRecord, into writer: inout JSONWriter) {
        let duration = max(0, record.end.nanoseconds(since: record.start))
        let forward = record.forward
        let reverse = record.reverse
        writer.member("duration_us", microsecondsOf: duration)
        let sizes = SizeSums(forward).adding(SizeSums(reverse))
        write(sizes, into: &writer)
        write(record.gaps, into: &writer)
        writeRates(of: sizes, duration: duration, into: &writer)
        writer.member("first_directions", UInt64(record.firstDirections))
        if let delay = record.responseDelayNanoseconds {
            writer.member("response_delay_us", microsecondsOf: delay)
        }
        writer.namePrefix = "active_"
        writeBursts(record.active, into: &writer)
        writer.namePrefix = "idle_"
        writeBursts(record.idle, into: &writer)
        let isTCP = record.tuple.transport == .tcp
        writer.namePrefix = "forward_"
        write(forward, duration: duration, into: &writer)
        writePayloads(of: forward, into: &writer)
        writeHeaders(of: forward, isTCP: isTCP, into: &writer)
        if let tcp = record.tcp {
            writer.member("retransmitted_packets", UInt64(tcp.forwardRetransmittedPackets))
            writer.member("out_of_order_packets", UInt64(tcp.forwardOutOfOrderPackets))
        }
        writer.namePrefix = "reverse_"
        write(reverse, duration: duration, into: &writer)
        writePayloads(of: reverse, into: &writer)
        writeHeaders(of: reverse, isTCP: isTCP, into: &writer)
        if let tcp = record.tcp {
            writer.member("retransmitted_packets", UInt64(tcp.reverseRetransmittedPackets))
            writer.member("out_of_order_packets", UInt64(tcp.reverseOutOfOrderPackets))
        }
        writer.namePrefix = ""
    }

    /// The sums over frames from which sizes and rates are made.
    private struct SizeSums {
        var packets: UInt64
        var total: UInt64
        var squares: UInt128
        var minimum: UInt32
        var maximum: UInt32

        init(_ direction: DirectionStatistics) {
            packets = direction.packets
            total = direction.frameBytes
            squares = UInt128(direction.squaredFrameBytes)
            minimum = direction.minimumFrameBytes
            maximum = direction.maximumFrameBytes
        }

        /// The sums over both; the extremes of a direction without packets mean nothing.
        func adding(_ other: SizeSums) -> SizeSums {
            guard packets > 0 else { return other }
            guard other.packets > 0 else { return self }
            var sums = self
            sums.packets &+= other.packets
            sums.total &+= other.total
            sums.squares &+= other.squares
            sums.minimum = min(minimum, other.minimum)
            sums.maximum = max(maximum, other.maximum)
            return sums
        }
    }

    private static func write(
        _ direction: DirectionStatistics, duration: Int64, into writer: inout JSONWriter
    ) {
        let sizes = SizeSums(direction)
        writer.member("packets", direction.packets)
        writer.member("frame_bytes", direction.frameBytes)
        writer.member("ip_bytes", direction.ipBytes)
        writer.member("payload_bytes", direction.payloadBytes)
        write(sizes, into: &writer)
        write(direction.gaps, into: &writer)
        writeRates(of: sizes, duration: duration, into: &writer)
        writer.member("fin_packets", UInt64(direction.flagPackets[0]))
        writer.member("syn_packets", UInt64(direction.flagPackets[1]))
        writer.member("rst_packets", UInt64(direction.flagPackets[2]))
        writer.member("psh_packets", UInt64(direction.flagPackets[3]))
        writer.member("ack_packets", UInt64(direction.flagPackets[4]))
        writer.member("urg_packets", UInt64(direction.flagPackets[5]))
        writer.member("ece_packets", UInt64(direction.flagPackets[6]))
        writer.member("cwr_packets", UInt64(direction.flagPackets[7]))
        writer.member("nonempty_packets", direction.nonemptyPackets)
    }

    private static func writePayloads(
        of direction: DirectionStatistics, into writer: inout JSONWriter
    ) {
        writer.member("small_packets", direction.smallPackets)
        writer.member("large_packets", direction.largePackets)
        if direction.nonemptyPackets > 0 {
            writer.member("first_payload_bytes", UInt64(direction.firstPayloadBytes))
            writer.member("max_payload_bytes", UInt64(direction.maximumPayloadBytes))
        }
        let deviation = PopulationDeviation.of(
            count: direction.nonemptyPackets, sum: direction.payloadBytes,
            squares: UInt128(direction.squaredPayloadBytes))
        writer.member("payload_std_bytes", deviation, decimals: 3)
        writer.member(
            "early_payload_std_bytes", Double(direction.earlyPayloadDeviationBytes), decimals: 3)
        if let entropy = direction.payloadEntropyBits {
            writer.member("payload_entropy_bits", entropy, decimals: 6)
        }
    }

    private static func writeHeaders(
        of direction: DirectionStatistics, isTCP: Bool, into writer: inout JSONWriter
    ) {
        writer.member("header_bytes", direction.headerBytes)
        if direction.minimumHeaderBytes > 0 {
            writer.member("min_segment_bytes", UInt64(direction.minimumHeaderBytes))
        }
        guard direction.packets > 0 else { return }
        if isTCP {
            writer.member("initial_window_bytes", UInt64(direction.initialWindowBytes))
        }
        writer.member("ttl_min", UInt64(direction.minimumTimeToLive))
        writer.member("ttl_max", UInt64(direction.maximumTimeToLive))
        writer.member("dscp", UInt64(direction.differentiatedServices))
    }

    /// How many bursts or silences there were, and how long they lasted.
    private static func writeBursts(_ bursts: GapStatistics, into writer: inout JSONWriter) {
        writer.member("count", bursts.count)
        if bursts.count > 0 {
            writer.member("mean_us", microsecondsOf: mean(of: bursts))
        }
        writer.member("std_us", deviation(of: bursts) / 1000, decimals: 3)
        if bursts.count > 0 {
            writer.member("min_us", microsecondsOf: bursts.minimumNanoseconds)
            writer.member("max_us", microsecondsOf: bursts.maximumNanoseconds)
        }
    }

    private static func write(_ sizes: SizeSums, into writer: inout JSONWriter) {
        writer.member("size_total_bytes", sizes.total)
        if sizes.packets > 0 {
            writer.member("size_min_bytes", UInt64(sizes.minimum))
            writer.member("size_max_bytes", UInt64(sizes.maximum))
            let mean = Double(sizes.total) / Double(sizes.packets)
            writer.member("size_mean_bytes", mean, decimals: 3)
        }
        let deviation = PopulationDeviation.of(
            count: sizes.packets, sum: sizes.total, squares: sizes.squares)
        writer.member("size_std_bytes", deviation, decimals: 3)
    }

    private static func write(_ gaps: GapStatistics, into writer: inout JSONWriter) {
        writer.member("iat_total_us", microsecondsOf: gaps.totalNanoseconds)
        if gaps.count > 0 {
            writer.member("iat_min_us", microsecondsOf: gaps.minimumNanoseconds)
            writer.member("iat_max_us", microsecondsOf: gaps.maximumNanoseconds)
            writer.member("iat_mean_us", microsecondsOf: mean(of: gaps))
        }
        writer.member("iat_std_us", deviation(of: gaps) / 1000, decimals: 3)
    }

    private static func deviation(of gaps: GapStatistics) -> Double {
        PopulationDeviation.of(
            count: gaps.count, sum: UInt64(max(0, gaps.totalNanoseconds)),
            squares: gaps.squaredNanoseconds)
    }

    /// The mean gap, to the nearest nanosecond.
    private static func mean(of gaps: GapStatistics) -> Int64 {
        let total = UInt64(max(0, gaps.totalNanoseconds))
        let (quotient, remainder) = total.quotientAndRemainder(dividingBy: gaps.count)
        return Int64(quotient + (remainder >= gaps.count - remainder ? 1 : 0))
    }

    private static func writeRates(
        of sizes: SizeSums, duration: Int64, into writer: inout JSONWriter
    ) {
        guard duration > 0 else { return }
        let seconds = Double(duration) / 1_000_000_000
        writer.member("packets_per_second", Double(sizes.packets) / seconds, decimals: 6)
        writer.member("bytes_per_second", Double(sizes.total) / seconds, decimals: 6)
    }
}
