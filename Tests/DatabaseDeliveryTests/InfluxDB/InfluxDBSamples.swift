import DatabaseDelivery
import RowEncoding
import StreamProcessing
import TestSupport
import TopicEncoding

/// Records and a dialect that take as little room as tests need.
enum InfluxDBSamples {
    static let v1 = InfluxDBSettings(api: .v1, database: "weir")
    static let v2 = InfluxDBSettings(
        api: .v2, database: "weir", organization: "weir", token: "weir-token")
    static let v3 = InfluxDBSettings(api: .v3, database: "weir", token: "weir-token")

    /// A flow of members that come before or instead of the usual ones.
    static func flow(
        _ uid: String, time: String = "2024-05-01T12:00:00.000001Z", _ members: String = ""
    ) -> BusRecord {
        SampleRecords.record(
            .flows,
            """
            {"timestamp":"\(time)","event_type":"flow","uid":"\(uid)"\
            \(members.isEmpty ? "" : ",")\(members)}
            """)
    }

    /// The line of one record, without its line feed.
    static func line(
        _ record: BusRecord, _ topic: TopicName = .flows, _ dialect: InfluxDBDialect? = nil
    ) throws(RowError) -> String {
        var lines: [UInt8] = []
        try (dialect ?? InfluxDBDialect(v1)).append(record, topic: topic, to: &lines)
        return String(decoding: lines.dropLast(), as: UTF8.self)
    }

    /// Why a record was refused; nil where it became a line.
    static func refusal(
        _ record: BusRecord, _ topic: TopicName = .flows, _ dialect: InfluxDBDialect? = nil
    ) -> String? {
        var lines = Array("before\n".utf8)
        do throws(RowError) {
            try (dialect ?? InfluxDBDialect(v1)).append(record, topic: topic, to: &lines)
            return nil
        } catch {
            return lines == Array("before\n".utf8) ? error.message : "something was appended"
        }
    }
}
