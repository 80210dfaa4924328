public import NetworkModel

/// The value of the `alerts` topic: one alert, or an update of one, in the shape of Suricata's EVE.
public enum AlertEncoding {
    /// The record of an alert.
    public static func encode(_ record: AlertRecord) -> EncodedRecord {
        var writer = JSONWriter()
        write(record, into: &writer)
        return EncodedRecord(
            topic: .alerts, key: Array(record.dedupKey.utf8), value: writer.takeBytes(),
            eventTime: EventTimeRange(first: record.firstSeen, last: record.timestamp))
    }

    /// Writes an alert's object.
    public static func write(_ record: AlertRecord, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("timestamp", record.timestamp)
        writer.member("event_type", literal: "alert")
        writer.member("uid", record.uid)
        writer.member("revision", UInt64(record.revision))
        writer.member("dedup_key", record.dedupKey)
        writer.member("status", record.status.rawValue)
        writer.member("first_seen", record.firstSeen)
        writer.member("last_seen", record.lastSeen)
        writer.member("count", record.count)
        writer.member("sensor", record.sensorSession.sensor)
        writer.member("session", record.sensorSession.session)
        writer.member("schema", literal: "1.0")
        writeAlert(record, into: &writer)
        writeAnomaly(record, into: &writer)
        writeEvidence(record, into: &writer)
        writer.endObject()
    }

    /// Writes EVE's section, whose metadata are lists of texts.
    private static func writeAlert(_ record: AlertRecord, into writer: inout JSONWriter) {
        writer.beginObject("alert")
        writer.member("signature", record.signature)
        writer.member("signature_id", UInt64(record.signatureID))
        writer.member("category", record.category)
        writer.member("severity", UInt64(record.severity))
        if record.technique != nil || record.tactic != nil {
            writer.beginObject("metadata")
            writeList("technique", record.technique, into: &writer)
            writeList("tactic", record.tactic, into: &writer)
            writer.endObject()
        }
        writer.endObject()
    }

    private static func writeList(
        _ name: StaticString, _ text: String?, into writer: inout JSONWriter
    ) {
        guard let text else { return }
        writer.beginArray(name)
        writer.value(text)
        writer.endArray()
    }

    private static func writeAnomaly(_ record: AlertRecord, into writer: inout JSONWriter) {
        writer.beginObject("anomaly")
        writer.member("detector", record.detector)
        writer.member("entity", record.entity)
        writer.member("score", record.score)
        writer.member("probability", record.probability)
        writer.member("value", record.value)
        writer.member("expected", record.expected)
        writer.member("threshold", record.threshold)
        writer.member("window_seconds", secondsOf: record.windowNanoseconds)
        writer.beginArray("contributions")
        for contribution in record.contributions {
            writer.beginObject()
            writer.member("feature", contribution.feature)
            writer.member("value", contribution.value)
            writer.member("expected", contribution.expected)
            writer.member("share", contribution.share)
            writer.endObject()
        }
        writer.endArray()
        writer.member("reason", record.reason)
        writer.endObject()
    }

    private static func writeEvidence(_ record: AlertRecord, into writer: inout JSONWriter) {
        let evidence = record.evidence
        writer.beginObject("evidence")
        writer.beginArray("flows")
        for flow in evidence.flows {
            writer.beginObject()
            writer.member("uid", flow.uid)
            writer.member("community_id", CommunityIdentifier(flow.tuple))
            writer.endObject()
        }
        writer.endArray()
        writer.beginArray("top_talkers")
        for talker in evidence.topTalkers {
            writer.beginObject()
            writer.member("ip", talker.address)
            writer.member("role", talker.role.rawValue)
            writer.member("packets", talker.packets)
            writer.member("share", talker.share)
            writer.endObject()
        }
        writer.endArray()
        writer.beginObject("packets")
        writer.member("sensor", record.sensorSession.sensor)
        writer.member("start", evidence.start)
        writer.member("end", evidence.end)
        writer.member("filter", evidence.filter)
        writer.endObject()
        writer.endObject()
    }
}
