extension TLSClientHello {
    /// Salesforce's JA3: the MD5 of version, ciphers, extensions, groups and point formats in the
    /// order of the wire, without GREASE.
    var ja3: String {
        FingerprintText.hexadecimal(MD5.digest(ja3Text))
    }

    var ja3Text: [UInt8] {
        let comma = UInt8(ascii: ",")
        var text: [UInt8] = []
        text.reserveCapacity(512)
        FingerprintText.appendDecimal(version, to: &text)
        text.append(comma)
        FingerprintText.appendDecimal(ciphers, to: &text)
        text.append(comma)
        FingerprintText.appendDecimal(extensions, to: &text)
        text.append(comma)
        FingerprintText.appendDecimal(supportedGroups, to: &text)
        text.append(comma)
        FingerprintText.appendDecimal(pointFormats.map(UInt16.init), to: &text)
        return text
    }

    /// FoxIO's JA4: transport, version, kind of destination, counts and ALPN; then hashes of the
    /// sorted ciphers, and of the sorted extensions with the signature algorithms.
    ///
    /// - Parameter transport: `t` for TCP, `q` for QUIC, `d` for DTLS.
    func ja4(transport: Unicode.Scalar) -> String {
        let ciphers = ciphers.filter { !TLSExtensionValue.isGrease($0) }.sorted()
        let extensions = extensions.filter { !TLSExtensionValue.isGrease($0) }
        let hasName = extensions.contains(TLSExtensionValue.serverName)
        var text: [UInt8] = [UInt8(ascii: transport)]
        text.reserveCapacity(36)
        text.append(contentsOf: Self.versionDigits(highestVersion).utf8)
        text.append(hasName ? UInt8(ascii: "d") : UInt8(ascii: "i"))
        Self.appendTwoDigits(ciphers.count, to: &text)
        Self.appendTwoDigits(extensions.count, to: &text)
        let ends = applicationProtocolEnds
        text.append(ends.first)
        text.append(ends.last)
        text.append(UInt8(ascii: "_"))
        var content: [UInt8] = []
        content.reserveCapacity(512)
        FingerprintText.appendHexadecimal(ciphers, to: &content)
        Self.appendTruncatedHash(of: content, to: &text)
        text.append(UInt8(ascii: "_"))
        content.removeAll(keepingCapacity: true)
        let hashed = extensions.filter {
            $0 != TLSExtensionValue.serverName && $0 != TLSExtensionValue.applicationProtocol
        }
        FingerprintText.appendHexadecimal(hashed.sorted(), to: &content)
        let algorithms = signatureAlgorithms.filter { !TLSExtensionValue.isGrease($0) }
        if !algorithms.isEmpty {
            content.append(UInt8(ascii: "_"))
            FingerprintText.appendHexadecimal(algorithms, to: &content)
        }
        Self.appendTruncatedHash(of: content, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// First and last character of the first ALPN value; of its hexadecimal form when one of the
    /// two isn't a letter or digit; `00` without a value.
    private var applicationProtocolEnds: (first: UInt8, last: UInt8) {
        guard let first = applicationProtocol.first, let last = applicationProtocol.last else {
            return (UInt8(ascii: "0"), UInt8(ascii: "0"))
        }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                || (0x61...0x7a).contains(byte)
        }
        if isAlphanumeric(first) && isAlphanumeric(last) { return (first, last) }
        return (FingerprintText.digits(of: first).upper, FingerprintText.digits(of: last).lower)
    }

    private static func appendTwoDigits(_ count: Int, to text: inout [UInt8]) {
        let shown = UInt8(min(count, 99))
        text.append(UInt8(ascii: "0") + shown / 10)
        text.append(UInt8(ascii: "0") + shown % 10)
    }

    /// Twelve digits: zeros for nothing.
    private static func appendTruncatedHash(of content: [UInt8], to text: inout [UInt8]) {
        if content.isEmpty {
            text.append(contentsOf: "000000000000".utf8)
        } else {
            FingerprintText.appendHexadecimal(
                bytes: SHA256.digest(content).prefix(6), to: &text)
        }
    }

    private static func versionDigits(_ version: UInt16) -> String {
        switch version {
        case 0x0304: "13"
        case 0x0303: "12"
        case 0x0302: "11"
        case 0x0301: "10"
        case 0x0300: "s3"
        case 0x0002: "s2"
        case 0xfeff: "d1"
        case 0xfefd: "d2"
        case 0xfefc: "d3"
        default: "00"
        }
    }
}
