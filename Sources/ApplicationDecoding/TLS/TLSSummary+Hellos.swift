internal import NetworkModel

extension TLSSummary {
    /// Adds what a client said; what its server chose before stays.
    mutating func add(_ hello: TLSClientHello, transport: Unicode.Scalar) {
        if ja3s == nil { version = hello.highestVersion }
        serverName = hello.serverName
        if applicationProtocol == nil && !hello.applicationProtocol.isEmpty {
            let bytes = hello.applicationProtocol
            // Any bytes make a span of bytes.
            applicationProtocol = StrangersText.text(unsafe bytes.span.bytes, 0..<bytes.count)
        }
        ja3 = hello.ja3
        ja4 = hello.ja4(transport: transport)
    }

    /// Adds what a server chose.
    mutating func add(_ hello: TLSServerHello) {
        version = hello.selectedVersion ?? hello.version
        if let name = hello.applicationProtocol { applicationProtocol = name }
        ja3s = hello.ja3s
    }
}
