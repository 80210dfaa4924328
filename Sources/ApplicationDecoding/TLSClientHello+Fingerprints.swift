extension TLSClientHello {
    /// Salesforce's JA3: the MD5 of version, ciphers, extensions, groups and point formats in the
    /// order of the wire, without GREASE.
    var ja3: String {
        FingerprintText.hexadecimal(MD5.digest(ja3Text))
    }

    var ja3Text: [UInt8] {
        let comma = UInt8(ascii: ",")
        var text = Array(String(version).utf8)
        for list in [ciphers, extensions, supportedGroups, pointFormats.map(UInt16.init)] {
            text.append(comma)
            FingerprintText.appendDecimal(
                list.lazy.filter { !TLSExtensionValue.isGrease($0) }, to: &text)
        }
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
        var text = String(Character(transport))
        text += Self.versionDigits(highestVersion) + (hasName ? "d" : "i")
        text += Self.twoDigits(ciphers.count) + Self.twoDigits(extensions.count)
        text += applicationProtocolEnds
        var content: [UInt8] = []
        FingerprintText.appendHexadecimal(ciphers, to: &content)
        text += "_" + Self.truncatedHash(content)
        content = []
        let hashed = extensions.filter {
            $0 != TLSExtensionValue.serverName && $0 != TLSExtensionValue.applicationProtocol
        }
        FingerprintText.appendHexadecimal(hashed.sorted(), to: &content)
        let algorithms = signatureAlgorithms.filter { !TLSExtensionValue.isGrease($0) }
        if !algorithms.isEmpty {
            content.append(UInt8(ascii: "_"))
            FingerprintText.appendHexadecimal(algorithms, to: &content)
        }
        return text + "_" + Self.truncatedHash(content)
    }

    /// First and last character of the first ALPN value; of its hexadecimal form when one of the
    /// two isn't a letter or digit; `00` without a value.
    private var applicationProtocolEnds: String {
        guard let first = applicationProtocol.first, let last = applicationProtocol.last else {
            return "00"
        }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                || (0x61...0x7a).contains(byte)
        }
        let ends =
            isAlphanumeric(first) && isAlphanumeric(last)
            ? [first, last]
            : [FingerprintText.digits(of: first).upper, FingerprintText.digits(of: last).lower]
        return String(decoding: ends, as: UTF8.self)
    }

    private static func twoDigits(_ count: Int) -> String {
        let shown = min(count, 99)
        return shown < 10 ? "0\(shown)" : "\(shown)"
    }

    private static func truncatedHash(_ content: [UInt8]) -> String {
        if content.isEmpty { return "000000000000" }
        return FingerprintText.hexadecimal(SHA256.digest(content).prefix(6))
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
