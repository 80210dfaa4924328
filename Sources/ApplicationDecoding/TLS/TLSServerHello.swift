internal import NetworkModel

/// A server's first message of TLS or DTLS (RFC 8446 section 4.1.3).
struct TLSServerHello: Hashable {
    /// The version of the message's head.
    var version: UInt16 = 0
    var cipher: UInt16 = 0
    /// The numbers of the extensions in the order of the wire.
    var extensions: [UInt16] = []
    /// What the extension of TLS 1.3 says that the server chose.
    var selectedVersion: UInt16?
    var applicationProtocol: String?

    /// Reads the message's body, behind the handshake header; nil if its lengths don't fit.
    init?(_ span: RawSpan, body: Range<Int>) {
        var position = body.lowerBound
        let end = min(body.upperBound, span.byteCount)
        guard position + 38 <= end else { return nil }
        version = span.word16(at: position)
        position += 34
        // Drafts of TLS 1.3 had neither session identifier nor compression here.
        let isDraft = version == 0x0304 || version >> 8 == 0x7f
        if !isDraft { position += 1 + Int(span.byte(at: position)) }
        guard position + 3 <= end else { return nil }
        cipher = span.word16(at: position)
        position += isDraft ? 2 : 3
        guard position + 2 <= end else { return }
        let extensionsEnd = min(end, position + 2 + Int(span.word16(at: position)))
        position += 2
        while position + 4 <= extensionsEnd {
            let number = span.word16(at: position)
            let length = Int(span.word16(at: position + 2))
            let start = position + 4
            guard start + length <= extensionsEnd else { return nil }
            extensions.append(number)
            if number == TLSExtensionValue.supportedVersions && length == 2 {
                selectedVersion = span.word16(at: start)
            } else if number == TLSExtensionValue.applicationProtocol && length >= 4 {
                let nameEnd = start + 3 + Int(span.byte(at: start + 2))
                if nameEnd <= start + length {
                    applicationProtocol = StrangersText.text(span, start + 3..<nameEnd)
                }
            }
            position = start + length
        }
    }

    /// Salesforce's JA3S: the MD5 of version, cipher and extensions.
    var ja3s: String {
        var text = Array("\(version),\(cipher),".utf8)
        for (index, number) in extensions.enumerated() {
            if index > 0 { text.append(UInt8(ascii: "-")) }
            FingerprintText.appendDecimal(number, to: &text)
        }
        return FingerprintText.hexadecimal(MD5.digest(text))
    }
}
