import NetworkModel

extension GoldenFlow {
    /// Something in every field.
    static let application: ApplicationRecord = {
        var application = ApplicationRecord()
        application.label = "TLS.Google"
        application.category = "Web"
        application.confidence = "DPI"
        application.risks = ["Self-signed Certificate", "Known \"Proto\""]
        application.serverName = "a.example"
        var dns = DNSSummary()
        dns.queries = ["a.example", "b\u{1}é"]
        dns.answers = ["1.2.3.4"]
        dns.queryType = 28
        dns.responseCode = 3
        application.dns = dns
        var tls = TLSSummary()
        tls.version = 0x0304
        tls.serverName = "a.example"
        tls.applicationProtocol = "h2"
        tls.ja3 = "0123456789abcdef0123456789abcdef"
        tls.ja3s = "fedcba9876543210fedcba9876543210"
        tls.ja4 = "t13d1516h2_8daaf6152771_e5627efa2ab1"
        application.tls = tls
        var http = HTTPSummary()
        http.method = "GET"
        http.target = "/\\"
        http.host = "a.example"
        http.userAgent = "curl/8"
        http.status = 200
        http.contentType = "text/html"
        application.http = http
        addIndustrial(to: &application)
        return application
    }()

    private static func addIndustrial(to application: inout ApplicationRecord) {
        var mqtt = MQTTSummary()
        mqtt.version = 5
        mqtt.clientIdentifier = "pump"
        mqtt.connectCode = 0
        mqtt.packetsByType[1] = 1
        mqtt.packetsByType[3] = 7
        mqtt.topics = ["a/b"]
        mqtt.malformed = 2
        application.mqtt = mqtt
        var modbus = ModbusSummary()
        modbus.requests = 3
        modbus.responses = 2
        modbus.exceptions = 1
        modbus.functions = [3, 16]
        modbus.units = [255]
        application.modbus = modbus
        var dnp3 = DNP3Summary()
        dnp3.frames = 4
        dnp3.functions = [1, 129]
        dnp3.source = 1
        dnp3.destination = 65_519
        application.dnp3 = dnp3
    }

    static let applicationJSON = [
        #""app":{"label":"TLS.Google","category":"Web","confidence":"DPI","#,
        #""risks":["Self-signed Certificate","Known \"Proto\""],"server_name":"a.example","#,
        #""dns":{"queries":["a.example","b\u0001é"],"answers":["1.2.3.4"],"query_type":28,"#,
        #""response_code":3},"tls":{"version":"TLS 1.3","server_name":"a.example","alpn":"h2","#,
        #""ja3":"0123456789abcdef0123456789abcdef","ja3s":"fedcba9876543210fedcba9876543210","#,
        #""ja4":"t13d1516h2_8daaf6152771_e5627efa2ab1"},"http":{"method":"GET","target":"/\\","#,
        #""host":"a.example","user_agent":"curl/8","status":200,"content_type":"text/html"},"#,
        #""mqtt":{"version":5,"client_id":"pump","connect_code":0,"#,
        #""packets":{"connect":1,"publish":7},"topics":["a/b"],"malformed":2},"#,
        #""modbus":{"requests":3,"responses":2,"exceptions":1,"functions":[3,16],"#,
        #""units":[255]},"dnp3":{"frames":4,"functions":[1,129],"source":1,"#,
        #""destination":65519}},"#,
    ].joined()
}
