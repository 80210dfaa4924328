import NetworkModel

/// The 84 columns of CICFlowMeter's Java program, with its formulas corrected: packet lengths are
/// payload bytes, times microseconds, deviations the sample's, as there.
enum CICFlowMeterExport {
    static let columns: [ExportColumn] =
        identity + totals + lengths(.forward) + lengths(.reverse) + rates
        + gaps + directionGaps(.forward) + directionGaps(.reverse) + headers
        + packetLengths + flagCounts + averages + uncounted + windows + bursts + label

    /// A direction in CICFlowMeter's names and in the record's.
    enum Direction: String {
        case forward = "Fwd"
        case reverse = "Bwd"

        var members: String {
            self == .forward ? "features_forward_" : "features_reverse_"
        }
    }

    private static let identity: [ExportColumn] = [
        ExportColumn(
            "Flow ID", ["src_ip", "dest_ip", "src_port", "dest_port", "proto"],
            "source-destination-port-port-protocol, of the forward direction"
        ) { row, field in
            row.appendText(0, to: &field)
            field.put("-")
            row.appendText(1, to: &field)
            field.put("-")
            field.put(row.count(2))
            field.put("-")
            field.put(row.count(3))
            field.put("-")
            field.put(Int64(row.transport(4)?.rawValue ?? 0))
        },
        .copy("Src IP", "src_ip"), .count("Src Port", "src_port", "0 without ports"),
        .copy("Dst IP", "dest_ip"), .count("Dst Port", "dest_port", "0 without ports"),
        ExportColumn(
            "Protocol", ["proto"], "IANA's number; CICFlowMeter has 0 for all but TCP and UDP"
        ) { row, field in
            field.put(Int64(row.transport(0)?.rawValue ?? 0))
        },
        ExportColumn(
            "Timestamp", ["flow_start"],
            "dd/MM/yyyy hh:mm:ss AM or PM, in UTC; CICFlowMeter's is in local time"
        ) { row, field in
            if let time = row.time(0) { putDate(time, into: &field) }
        },
        ExportColumn("Flow Duration", ["features_duration_us"], "µs") { row, field in
            field.put((row.nanoseconds(0) ?? 0) / 1000)
        },
    ]

    private static func putDate(_ nanoseconds: Int64, into field: inout ExportText) {
        let divided = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let seconds = divided.quotient - (divided.remainder < 0 ? 1 : 0)
        var (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        if second < 0 {
            days -= 1
            second += 86_400
        }
        let date = RFC3339Time.date(daysSinceEpoch: days)
        field.put(UInt64(date.day), width: 2)
        field.put("/")
        field.put(UInt64(date.month), width: 2)
        field.put("/")
        field.put(UInt64(max(0, date.year)), width: 4)
        field.put(" ")
        let hour = second / 3600
        field.put(UInt64(hour % 12 == 0 ? 12 : hour % 12), width: 2)
        field.put(":")
        field.put(UInt64(second / 60 % 60), width: 2)
        field.put(":")
        field.put(UInt64(second % 60), width: 2)
        field.put(hour < 12 ? " AM" : " PM")
    }

    private static let totals: [ExportColumn] = [
        .count("Total Fwd Packet", "features_forward_packets"),
        .count("Total Bwd packets", "features_reverse_packets"),
        number("Total Length of Fwd Packet", "features_forward_payload_bytes", "B of payload"),
        number("Total Length of Bwd Packet", "features_reverse_payload_bytes", "B of payload"),
    ]

    private static let volume = [
        "features_duration_us", "features_forward_payload_bytes",
        "features_reverse_payload_bytes", "features_forward_packets", "features_reverse_packets",
    ]

    private static let undivided = "0 where the duration is 0; CICFlowMeter has NaN or Infinity"

    private static let rates: [ExportColumn] = [
        ExportColumn("Flow Bytes/s", volume, undivided) { row, field in
            putRate(row.count(1) &+ row.count(2), row.nanoseconds(0), into: &field)
        },
        ExportColumn("Flow Packets/s", volume, undivided) { row, field in
            putRate(row.count(3) &+ row.count(4), row.nanoseconds(0), into: &field)
        },
    ]

    static func putRate(_ count: Int64, _ nanoseconds: Int64?, into field: inout ExportText) {
        guard let nanoseconds, nanoseconds > 0 else { return field.putJava(0) }
        field.putJava(Double(count) / (Double(nanoseconds) / 1_000_000_000))
    }

    /// A number that Java keeps as a double; 0 where there is none.
    static func number(_ name: String, _ member: String, _ note: String) -> ExportColumn {
        ExportColumn(name, [member], note) { row, field in field.putJava(row.real(0) ?? 0) }
    }

    /// What a flow's record has no counts for: a field that is left empty isn't taken for a zero.
    private static let uncounted: [ExportColumn] = [
        "Fwd Bytes/Bulk Avg", "Fwd Packet/Bulk Avg", "Fwd Bulk Rate Avg", "Bwd Bytes/Bulk Avg",
        "Bwd Packet/Bulk Avg", "Bwd Bulk Rate Avg", "Subflow Fwd Packets", "Subflow Fwd Bytes",
        "Subflow Bwd Packets", "Subflow Bwd Bytes",
    ].map { .constant($0, "", "empty: the record doesn't count bulks and subflows") }

    private static let label: [ExportColumn] = [
        .constant("Label", "NeedManualLabel", "always this, as CICFlowMeter writes it")
    ]
}
