import NetworkModel

/// Writes what is known of a flow's application as fields of an annotation; what isn't known is
/// left out.
enum ApplicationCoding {
    static func write(_ application: ApplicationRecord, into writer: inout BinaryWriter) {
        writer.field(.label, application.label)
        writer.field(.category, application.category)
        writer.field(.confidence, application.confidence)
        for risk in application.risks { writer.field(.risk, risk) }
        writer.field(.serverName, application.serverName)
        if let dns = application.dns { write(dns, into: &writer) }
        if let tls = application.tls { write(tls, into: &writer) }
        if let http = application.http { write(http, into: &writer) }
        if let mqtt = application.mqtt { write(mqtt, into: &writer) }
        if let modbus = application.modbus { write(modbus, into: &writer) }
        if let dnp3 = application.dnp3 { write(dnp3, into: &writer) }
    }

    private static func write(_ dns: DNSSummary, into writer: inout BinaryWriter) {
        for query in dns.queries { writer.field(.dnsQuery, query) }
        for answer in dns.answers { writer.field(.dnsAnswer, answer) }
        writer.field(.dnsQueryType, dns.queryType)
        writer.field(.dnsResponseCode, dns.responseCode)
    }

    private static func write(_ tls: TLSSummary, into writer: inout BinaryWriter) {
        writer.field(.tlsVersion, tls.version)
        writer.field(.tlsServerName, tls.serverName)
        writer.field(.tlsApplicationProtocol, tls.applicationProtocol)
        writer.field(.tlsJA3, tls.ja3)
        writer.field(.tlsJA3S, tls.ja3s)
        writer.field(.tlsJA4, tls.ja4)
    }

    private static func write(_ http: HTTPSummary, into writer: inout BinaryWriter) {
        writer.field(.httpMethod, http.method)
        writer.field(.httpTarget, http.target)
        writer.field(.httpHost, http.host)
        writer.field(.httpUserAgent, http.userAgent)
        writer.field(.httpStatus, http.status)
        writer.field(.httpContentType, http.contentType)
    }

    private static func write(_ mqtt: MQTTSummary, into writer: inout BinaryWriter) {
        writer.field(.mqttVersion, mqtt.version)
        writer.field(.mqttClientIdentifier, mqtt.clientIdentifier)
        writer.field(.mqttConnectCode, mqtt.connectCode)
        var counts = BinaryWriter()
        for count in mqtt.packetsByType { counts.variable(UInt64(count)) }
        writer.field(.mqttPackets, counts.bytes)
        for topic in mqtt.topics { writer.field(.mqttTopic, topic) }
        writer.field(.mqttMalformed, mqtt.malformed)
    }

    private static func write(_ modbus: ModbusSummary, into writer: inout BinaryWriter) {
        writer.field(.modbusRequests, modbus.requests)
        writer.field(.modbusResponses, modbus.responses)
        writer.field(.modbusExceptions, modbus.exceptions)
        writer.field(.modbusFunctions, modbus.functions)
        writer.field(.modbusUnits, modbus.units)
    }

    private static func write(_ dnp3: DNP3Summary, into writer: inout BinaryWriter) {
        writer.field(.dnp3Frames, dnp3.frames)
        writer.field(.dnp3Functions, dnp3.functions)
        writer.field(.dnp3Source, dnp3.source)
        writer.field(.dnp3Destination, dnp3.destination)
    }
}
