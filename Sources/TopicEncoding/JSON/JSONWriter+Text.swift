public import NetworkModel

extension JSONWriter {
    /// Writes a text as a value, with the escapes that JSON demands.
    public mutating func value(_ text: String) {
        separate()
        put(UInt8(ascii: "\""))
        for byte in text.utf8 { putEscaped(byte) }
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of text.
    public mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    /// Writes a member of text that needs no escapes.
    public mutating func member(_ name: StaticString, literal text: StaticString) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        raw(text)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of a time: RFC 3339 in UTC with six decimals, or nine where the last three
    /// aren't zero.
    public mutating func member(_ name: StaticString, _ time: Timestamp) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        put(time)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of an address in its canonical text.
    public mutating func member(_ name: StaticString, _ address: IPAddress) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        put(address)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of an identifier as a UUID.
    public mutating func member(_ name: StaticString, _ identifier: FlowIdentifier) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        hexadecimalDigits(identifier.high >> 32, width: 8)
        put(UInt8(ascii: "-"))
        hexadecimalDigits(identifier.high >> 16, width: 4)
        put(UInt8(ascii: "-"))
        hexadecimalDigits(identifier.high, width: 4)
        put(UInt8(ascii: "-"))
        hexadecimalDigits(identifier.low >> 48, width: 4)
        put(UInt8(ascii: "-"))
        hexadecimalDigits(identifier.low, width: 12)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of a session's sixteen hexadecimal digits.
    public mutating func member(_ name: StaticString, _ session: SessionIdentifier) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        hexadecimalDigits(session.rawValue, width: 16)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of TCP flags as EVE does: two hexadecimal digits.
    public mutating func member(_ name: StaticString, _ flags: TCPFlags) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        hexadecimalDigits(UInt64(flags.rawValue), width: 2)
        put(UInt8(ascii: "\""))
    }

    /// Writes a member of a Community ID.
    public mutating func member(_ name: StaticString, _ identifier: CommunityIdentifier) {
        key(name)
        separate()
        put(UInt8(ascii: "\""))
        for index in identifier.text.indices { put(identifier.text[index]) }
        put(UInt8(ascii: "\""))
    }

    private mutating func putEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            put(UInt8(ascii: "\\"))
            put(byte)
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0..<0x20:
            raw("\\u")
            hexadecimalDigits(UInt64(byte), width: 4)
        default: put(byte)
        }
    }
}
