internal import NetworkModel

/// A client's first message of TLS, DTLS or QUIC (RFC 8446 section 4.1.2, RFC 6347).
///
/// Lists are in the order of the wire, with GREASE.
struct TLSClientHello: Hashable {
    /// The version of the message's head.
    var version: UInt16 = 0
    var ciphers: [UInt16] = []
    /// The numbers of the extensions.
    var extensions: [UInt16] = []
    var supportedGroups: [UInt16] = []
    var pointFormats: [UInt8] = []
    var signatureAlgorithms: [UInt16] = []
    /// The versions of the extension that offers more than the head can.
    var supportedVersions: [UInt16] = []
    var serverName: String?
    /// The first protocol offered by ALPN, as its bytes; empty when there was none.
    var applicationProtocol: [UInt8] = []
    /// True for the message of a datagram protocol with a cookie.
    var isDatagram = false

    /// Reads the message's body, behind the handshake header; nil if its lengths don't fit.
    init?(_ span: RawSpan, body: Range<Int>, isDatagram: Bool = false) {
        self.isDatagram = isDatagram
        var position = body.lowerBound
        let end = min(body.upperBound, span.byteCount)
        guard position + 35 <= end else { return nil }
        version = span.word16(at: position)
        position += 34
        position += 1 + Int(span.byte(at: position))
        if isDatagram {
            guard position < end else { return nil }
            position += 1 + Int(span.byte(at: position))
        }
        guard position + 2 <= end else { return nil }
        let cipherEnd = position + 2 + Int(span.word16(at: position))
        guard cipherEnd < end else { return nil }
        ciphers = Self.words(span, position + 2..<cipherEnd)
        position = cipherEnd + 1 + Int(span.byte(at: cipherEnd))
        guard position <= end else { return nil }
        // The oldest clients have no extensions at all.
        guard position + 2 <= end else { return }
        let extensionsEnd = min(end, position + 2 + Int(span.word16(at: position)))
        position += 2
        while position + 4 <= extensionsEnd {
            let number = span.word16(at: position)
            let length = Int(span.word16(at: position + 2))
            let content = position + 4..<position + 4 + length
            guard content.upperBound <= extensionsEnd else { return nil }
            extensions.append(number)
            read(number, span, content)
            position = content.upperBound
        }
    }

    /// The highest version offered: of the extension, else of the head.
    ///
    /// DTLS counts downwards.
    var highestVersion: UInt16 {
        let offered = supportedVersions.filter { !TLSExtensionValue.isGrease($0) }
        let datagram = offered.filter { $0 >> 8 == 0xfe }.min()
        return datagram ?? offered.max() ?? version
    }

    private mutating func read(_ number: UInt16, _ span: RawSpan, _ content: Range<Int>) {
        let start = content.lowerBound
        switch number {
        case TLSExtensionValue.serverName: readServerName(span, content)
        case TLSExtensionValue.supportedGroups where content.count >= 2:
            supportedGroups = Self.words(span, start + 2..<content.upperBound)
        case TLSExtensionValue.pointFormats where content.count >= 1:
            pointFormats = span.bytes(start + 1..<content.upperBound)
        case TLSExtensionValue.signatureAlgorithms where content.count >= 2:
            signatureAlgorithms = Self.words(span, start + 2..<content.upperBound)
        case TLSExtensionValue.supportedVersions where content.count >= 1:
            supportedVersions = Self.words(span, start + 1..<content.upperBound)
        case TLSExtensionValue.applicationProtocol where content.count >= 3:
            let end = start + 3 + Int(span.byte(at: start + 2))
            if end <= content.upperBound { applicationProtocol = span.bytes(start + 3..<end) }
        default: break
        }
    }

    /// The list's first entry of type host name.
    private mutating func readServerName(_ span: RawSpan, _ content: Range<Int>) {
        guard content.count >= 5, span.byte(at: content.lowerBound + 2) == 0 else { return }
        let start = content.lowerBound + 5
        let end = start + Int(span.word16(at: start - 2))
        guard end > start, end <= content.upperBound else { return }
        serverName = StrangersText.text(span, start..<end).lowercased()
    }

    private static func words(_ span: RawSpan, _ range: Range<Int>) -> [UInt16] {
        stride(from: range.lowerBound, to: range.upperBound - 1, by: 2).map { span.word16(at: $0) }
    }
}
