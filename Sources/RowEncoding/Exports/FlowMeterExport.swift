/// The 39 columns of the CSV of deepfence's FlowMeter, in its order, with the numbers of both
/// directions right: names of FlowMeter's code, times in nanoseconds, sizes in bytes.
enum FlowMeterExport {
    static let columns: [ExportColumn] =
        identity + lengths + sizes + gapsOfBoth + gapsOfDirections

    private static let identity: [ExportColumn] = [
        ExportColumn(
            "fiveTuple", ["src_ip", "dest_ip", "proto", "src_port", "dest_port"],
            "source--destination--protocol--port--port, without names of services"
        ) { row, field in
            row.appendText(0, to: &field)
            field.put("--")
            row.appendText(1, to: &field)
            field.put("--")
            row.appendText(2, to: &field)
            field.put("--")
            field.put(row.count(3))
            field.put("--")
            field.put(row.count(4))
        },
        .copy("srcIP", "src_ip", "FlowMeter writes the destination here"),
        .copy("dstIP", "dest_ip", "FlowMeter writes the source here"),
        .copy("protocol", "proto", "FlowMeter has TCP and UDP only"),
        .count("srcPort", "src_port", "FlowMeter writes the destination's, with a service's name"),
        .count("dstPort", "dest_port", "FlowMeter writes the source's, with a service's name"),
    ]

    private static let packets = ["features_forward_packets", "features_reverse_packets"]

    private static let lengths: [ExportColumn] = [
        time("flowDuration", "features_duration_us"),
        ExportColumn("flowLength", packets, "packets; FlowMeter stops at 83") { row, field in
            field.putFixed(Double(row.count(0) &+ row.count(1)), decimals: 6)
        },
        size("fwdFlowLength", packets[0], "packets"),
        size("bwdFlowLength", packets[1], "packets"),
    ]

    private static let sizes: [ExportColumn] = [
        size("packetSizeTotal", "features_size_total_bytes", "B, whole frames"),
        ExportColumn("packetSizeMean", ["features_size_total_bytes"] + packets, "B") {
            row, field in
            put(row.count(0), over: row.count(1) &+ row.count(2), into: &field)
        },
        size("packetSizeStd", "features_size_std_bytes", "B, population's"),
        size("packetSizeMin", "features_size_min_bytes", "B"),
        size("packetSizeMax", "features_size_max_bytes", "B"),
        size("fwdPacketSizeTotal", "features_forward_size_total_bytes", "B"),
        size("bwdPacketSizeTotal", "features_reverse_size_total_bytes", "B"),
        mean("fwdPacketSizeMean", "forward"),
        mean("bwdPacketSizeMean", "reverse"),
        size("fwdPacketSizeStd", "features_forward_size_std_bytes", "B, population's"),
        size("bwdPacketSizeStd", "features_reverse_size_std_bytes", "B, population's"),
        size("fwdPacketSizeMin", "features_forward_size_min_bytes", "B"),
        size("bwdPacketSizeMin", "features_reverse_size_min_bytes", "B"),
        size("fwdPacketSizeMax", "features_forward_size_max_bytes", "B"),
        size("bwdPacketSizeMax", "features_reverse_size_max_bytes", "B"),
    ]

    private static let merged =
        "ns, of the merged packets; FlowMeter joins the two directions' lists instead"
    private static let deviation =
        "ns, population's; FlowMeter's sum leaves out the first gap"

    private static let gapsOfBoth: [ExportColumn] = [
        time("IATMean", "features_iat_mean_us", merged),
        time("IATStd", "features_iat_std_us", merged),
        time("IATMin", "features_iat_min_us", merged),
        time("IATMax", "features_iat_max_us", merged),
    ]

    private static let gapsOfDirections: [ExportColumn] = [
        time("fwdIATTotal", "features_forward_iat_total_us"),
        time("bwdIATTotal", "features_reverse_iat_total_us"),
        time("fwdIATMean", "features_forward_iat_mean_us"),
        time("bwdIATMean", "features_reverse_iat_mean_us"),
        time("fwdIATStd", "features_forward_iat_std_us", deviation),
        time("bwdIATStd", "features_reverse_iat_std_us", deviation),
        time("fwdIATMin", "features_forward_iat_min_us"),
        time("bwdIATMin", "features_reverse_iat_min_us"),
        time("fwdIATMax", "features_forward_iat_max_us"),
        time("bwdIATMax", "features_reverse_iat_max_us"),
    ]

    /// A time in nanoseconds; 0 where there is none.
    private static func time(
        _ name: String, _ member: String, _ note: String = "ns; 0 with too few packets"
    ) -> ExportColumn {
        ExportColumn(name, [member], note) { row, field in
            field.putFixed(Double(row.nanoseconds(0) ?? 0), decimals: 6)
        }
    }

    /// A number; 0 where there is none.
    private static func size(_ name: String, _ member: String, _ note: String) -> ExportColumn {
        ExportColumn(name, [member], note) { row, field in
            field.putFixed(row.real(0) ?? 0, decimals: 6)
        }
    }

    private static func mean(_ name: String, _ direction: String) -> ExportColumn {
        ExportColumn(
            name, ["features_\(direction)_size_total_bytes", "features_\(direction)_packets"], "B"
        ) { row, field in
            put(row.count(0), over: row.count(1), into: &field)
        }
    }

    private static func put(_ total: Int64, over count: Int64, into field: inout ExportText) {
        field.putFixed(count > 0 ? Double(total) / Double(count) : 0, decimals: 6)
    }
}
