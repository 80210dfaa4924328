import NetworkModel

extension ApplicationCoding {
    /// Reads a field's content into the record.
    static func read(
        _ field: AnnotationField, length: Int, from reader: inout BinaryReader,
        into application: inout ApplicationRecord
    ) throws(TopicDecodingError) {
        var content = try FieldContent(field, length: length, from: &reader)
        switch field {
        case .sourceEntropy, .destinationEntropy: preconditionFailure("no field of applications")
        case .label: application.label = try content.text()
        case .category: application.category = try content.text()
        case .confidence: application.confidence = try content.text()
        case .risk: try content.append(to: &application.risks, limit: .max)
        case .serverName: application.serverName = try content.text()
        case .dnsQuery, .dnsAnswer, .dnsQueryType, .dnsResponseCode:
            try read(field, &content, into: &application.dns[default: DNSSummary()])
        case .tlsVersion, .tlsServerName, .tlsApplicationProtocol, .tlsJA3, .tlsJA3S, .tlsJA4:
            try read(field, &content, into: &application.tls[default: TLSSummary()])
        case .httpMethod, .httpTarget, .httpHost, .httpUserAgent, .httpStatus, .httpContentType:
            try read(field, &content, into: &application.http[default: HTTPSummary()])
        case .mqttVersion, .mqttClientIdentifier, .mqttConnectCode, .mqttPackets, .mqttTopic,
            .mqttMalformed:
            try read(field, &content, into: &application.mqtt[default: MQTTSummary()])
        case .modbusRequests, .modbusResponses, .modbusExceptions, .modbusFunctions, .modbusUnits:
            try read(field, &content, into: &application.modbus[default: ModbusSummary()])
        case .dnp3Frames, .dnp3Functions, .dnp3Source, .dnp3Destination:
            try read(field, &content, into: &application.dnp3[default: DNP3Summary()])
        }
        try content.finish()
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into dns: inout DNSSummary
    ) throws(TopicDecodingError) {
        switch field {
        case .dnsQuery: try content.append(to: &dns.queries)
        case .dnsAnswer: try content.append(to: &dns.answers)
        case .dnsQueryType: dns.queryType = try content.number()
        default: dns.responseCode = try content.number()
        }
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into tls: inout TLSSummary
    ) throws(TopicDecodingError) {
        switch field {
        case .tlsVersion: tls.version = try content.number()
        case .tlsServerName: tls.serverName = try content.text()
        case .tlsApplicationProtocol: tls.applicationProtocol = try content.text()
        case .tlsJA3: tls.ja3 = try content.text()
        case .tlsJA3S: tls.ja3s = try content.text()
        default: tls.ja4 = try content.text()
        }
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into http: inout HTTPSummary
    ) throws(TopicDecodingError) {
        switch field {
        case .httpMethod: http.method = try content.text()
        case .httpTarget: http.target = try content.text()
        case .httpHost: http.host = try content.text()
        case .httpUserAgent: http.userAgent = try content.text()
        case .httpStatus: http.status = try content.number()
        default: http.contentType = try content.text()
        }
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into mqtt: inout MQTTSummary
    ) throws(TopicDecodingError) {
        switch field {
        case .mqttVersion: mqtt.version = try content.number()
        case .mqttClientIdentifier: mqtt.clientIdentifier = try content.text()
        case .mqttConnectCode: mqtt.connectCode = try content.number()
        case .mqttPackets:
            for type in mqtt.packetsByType.indices {
                mqtt.packetsByType[type] = try content.count()
            }
        case .mqttTopic: try content.append(to: &mqtt.topics)
        default: mqtt.malformed = try content.number()
        }
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into modbus: inout ModbusSummary
    ) throws(TopicDecodingError) {
        switch field {
        case .modbusRequests: modbus.requests = try content.number()
        case .modbusResponses: modbus.responses = try content.number()
        case .modbusExceptions: modbus.exceptions = try content.number()
        case .modbusFunctions: modbus.functions = try content.bytes()
        default: modbus.units = try content.bytes()
        }
    }

    private static func read(
        _ field: AnnotationField, _ content: inout FieldContent, into dnp3: inout DNP3Summary
    ) throws(TopicDecodingError) {
        switch field {
        case .dnp3Frames: dnp3.frames = try content.number()
        case .dnp3Functions: dnp3.functions = try content.bytes()
        case .dnp3Source: dnp3.source = try content.number()
        default: dnp3.destination = try content.number()
        }
    }
}

extension Optional {
    /// The value to change in place, which is the default where there was none.
    fileprivate subscript(default value: @autoclosure () -> Wrapped) -> Wrapped {
        get { self ?? value() }
        set { self = newValue }
    }
}
