import NetworkModel

extension RandomRecords {
    /// What strangers may send: escapes, control characters, many scripts, nothing.
    mutating func text() -> String {
        let parts = ["a", "\"", "\\", "\n", "\u{0}", "\u{7f}", "é", "\u{2028}", "😀", "/", "{"]
        return (0..<number(0...12)).map { _ in parts[number(0...parts.count - 1)] }.joined()
    }

    private mutating func optionalText() -> String? {
        isOneIn(2) ? nil : text()
    }

    private mutating func texts() -> [String] {
        (0..<number(0...3)).map { _ in text() }
    }

    private mutating func bytes() -> [UInt8] {
        (0..<number(0...3)).map { _ in number(0...UInt8.max) }
    }

    mutating func application() -> ApplicationRecord {
        var application = ApplicationRecord()
        application.label = isOneIn(2) ? nil : "TLS.\(text())"
        application.category = optionalText()
        application.confidence = optionalText()
        application.risks = texts()
        application.serverName = optionalText()
        if isOneIn(3) { addNames(to: &application) }
        if isOneIn(3) { addWeb(to: &application) }
        if isOneIn(3) { addIndustrial(to: &application) }
        return application
    }

    private mutating func addNames(to application: inout ApplicationRecord) {
        var dns = DNSSummary()
        dns.queries = texts()
        dns.answers = texts()
        dns.queryType = isOneIn(2) ? nil : number(0...UInt16.max)
        dns.responseCode = isOneIn(2) ? nil : number(0...UInt8.max)
        application.dns = dns
        var tls = TLSSummary()
        tls.version = isOneIn(3) ? nil : [0x0301, 0x0303, 0xfefd, 0x7f1c][number(0...3)]
        tls.serverName = optionalText()
        tls.applicationProtocol = optionalText()
        tls.ja3 = optionalText()
        tls.ja3s = optionalText()
        tls.ja4 = optionalText()
        application.tls = tls
    }

    private mutating func addWeb(to application: inout ApplicationRecord) {
        var http = HTTPSummary()
        http.method = optionalText()
        http.target = optionalText()
        http.host = optionalText()
        http.userAgent = optionalText()
        http.status = isOneIn(2) ? nil : number(0...UInt16.max)
        http.contentType = optionalText()
        application.http = http
    }

    private mutating func addIndustrial(to application: inout ApplicationRecord) {
        var mqtt = MQTTSummary()
        mqtt.version = isOneIn(2) ? nil : number(3...5)
        mqtt.clientIdentifier = optionalText()
        mqtt.connectCode = isOneIn(2) ? nil : number(0...UInt8.max)
        for type in 0..<16 where isOneIn(3) { mqtt.packetsByType[type] = number(0...UInt32.max) }
        mqtt.topics = texts()
        mqtt.malformed = number(0...UInt32.max)
        application.mqtt = mqtt
        var modbus = ModbusSummary()
        modbus.requests = number(0...UInt32.max)
        modbus.functions = bytes()
        modbus.units = bytes()
        application.modbus = modbus
        var dnp3 = DNP3Summary()
        dnp3.frames = number(0...UInt32.max)
        dnp3.functions = bytes()
        dnp3.source = isOneIn(2) ? nil : number(0...UInt16.max)
        dnp3.destination = isOneIn(2) ? nil : number(0...UInt16.max)
        application.dnp3 = dnp3
    }
}
