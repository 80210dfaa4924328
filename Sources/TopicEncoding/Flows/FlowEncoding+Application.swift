import NetworkModel

extension FlowEncoding {
    /// Writes the member `app`: what the payload said.
    ///
    /// Texts are data of strangers; as Swift strings they are valid UTF-8 and get JSON's escapes.
    static func write(_ application: ApplicationRecord, into writer: inout JSONWriter) {
        writer.beginObject("app")
        write("label", application.label, into: &writer)
        write("category", application.category, into: &writer)
        write("confidence", application.confidence, into: &writer)
        write("risks", application.risks, into: &writer)
        write("server_name", application.serverName, into: &writer)
        if let dns = application.dns { write(dns, into: &writer) }
        if let tls = application.tls { write(tls, into: &writer) }
        if let http = application.http { write(http, into: &writer) }
        if let mqtt = application.mqtt { write(mqtt, into: &writer) }
        if let modbus = application.modbus { write(modbus, into: &writer) }
        if let dnp3 = application.dnp3 { write(dnp3, into: &writer) }
        writer.endObject()
    }

    private static func write(_ dns: DNSSummary, into writer: inout JSONWriter) {
        writer.beginObject("dns")
        write("queries", dns.queries, into: &writer)
        write("answers", dns.answers, into: &writer)
        write("query_type", dns.queryType, into: &writer)
        write("response_code", dns.responseCode, into: &writer)
        writer.endObject()
    }

    private static func write(_ tls: TLSSummary, into writer: inout JSONWriter) {
        writer.beginObject("tls")
        if let version = tls.version { writer.member("version", name(ofTLS: version)) }
        write("server_name", tls.serverName, into: &writer)
        write("alpn", tls.applicationProtocol, into: &writer)
        write("ja3", tls.ja3, into: &writer)
        write("ja3s", tls.ja3s, into: &writer)
        write("ja4", tls.ja4, into: &writer)
        writer.endObject()
    }

    /// The name of a version on the wire; one that isn't known as four hexadecimal digits.
    private static func name(ofTLS version: UInt16) -> String {
        switch version {
        case 0x0002: "SSL 2.0"
        case 0x0300: "SSL 3.0"
        case 0x0301: "TLS 1.0"
        case 0x0302: "TLS 1.1"
        case 0x0303: "TLS 1.2"
        case 0x0304: "TLS 1.3"
        case 0xfeff: "DTLS 1.0"
        case 0xfefd: "DTLS 1.2"
        case 0xfefc: "DTLS 1.3"
        default:
            "0x" + String(UInt32(version) | 0x10000, radix: 16).dropFirst()
        }
    }

    private static func write(_ http: HTTPSummary, into writer: inout JSONWriter) {
        writer.beginObject("http")
        write("method", http.method, into: &writer)
        write("target", http.target, into: &writer)
        write("host", http.host, into: &writer)
        write("user_agent", http.userAgent, into: &writer)
        write("status", http.status, into: &writer)
        write("content_type", http.contentType, into: &writer)
        writer.endObject()
    }

    /// MQTT's types of packets by their numbers; the first is reserved.
    private static let packetTypesMQTT: [StaticString] = [
        "reserved", "connect", "connack", "publish", "puback", "pubrec", "pubrel", "pubcomp",
        "subscribe", "suback", "unsubscribe", "unsuback", "pingreq", "pingresp", "disconnect",
        "auth",
    ]

    private static func write(_ mqtt: MQTTSummary, into writer: inout JSONWriter) {
        writer.beginObject("mqtt")
        write("version", mqtt.version, into: &writer)
        write("client_id", mqtt.clientIdentifier, into: &writer)
        write("connect_code", mqtt.connectCode, into: &writer)
        writer.beginObject("packets")
        for (name, count) in zip(packetTypesMQTT, mqtt.packetsByType) where count > 0 {
            writer.member(name, UInt64(count))
        }
        writer.endObject()
        write("topics", mqtt.topics, into: &writer)
        writer.member("malformed", UInt64(mqtt.malformed))
        writer.endObject()
    }

    private static func write(_ modbus: ModbusSummary, into writer: inout JSONWriter) {
        writer.beginObject("modbus")
        writer.member("requests", UInt64(modbus.requests))
        writer.member("responses", UInt64(modbus.responses))
        writer.member("exceptions", UInt64(modbus.exceptions))
        write("functions", modbus.functions, into: &writer)
        write("units", modbus.units, into: &writer)
        writer.endObject()
    }

    private static func write(_ dnp3: DNP3Summary, into writer: inout JSONWriter) {
        writer.beginObject("dnp3")
        writer.member("frames", UInt64(dnp3.frames))
        write("functions", dnp3.functions, into: &writer)
        write("source", dnp3.source, into: &writer)
        write("destination", dnp3.destination, into: &writer)
        writer.endObject()
    }

    private static func write(
        _ name: StaticString, _ text: String?, into writer: inout JSONWriter
    ) {
        if let text { writer.member(name, text) }
    }

    private static func write(
        _ name: StaticString, _ number: (some UnsignedInteger)?, into writer: inout JSONWriter
    ) {
        if let number { writer.member(name, UInt64(number)) }
    }

    private static func write(
        _ name: StaticString, _ texts: [String], into writer: inout JSONWriter
    ) {
        guard !texts.isEmpty else { return }
        writer.beginArray(name)
        for text in texts { writer.value(text) }
        writer.endArray()
    }

    private static func write(
        _ name: StaticString, _ numbers: [UInt8], into writer: inout JSONWriter
    ) {
        guard !numbers.isEmpty else { return }
        writer.beginArray(name)
        for number in numbers { writer.value(UInt64(number)) }
        writer.endArray()
    }
}
