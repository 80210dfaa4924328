/// Messages of protocols, put together from their fields.
enum Messages {
    static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

    static func word24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 255)] + word(value) }

    /// Bytes with their length before them.
    static func counted(_ bytes: [UInt8], lengthBytes: Int) -> [UInt8] {
        let length = (0..<lengthBytes).map {
            UInt8(bytes.count >> (8 * (lengthBytes - 1 - $0)) & 255)
        }
        return length + bytes
    }

    static func words(_ values: [UInt16]) -> [UInt8] { values.flatMap { word(Int($0)) } }

    static func name(_ text: String) -> [UInt8] {
        joined(text.split(separator: ".").flatMap { counted(Array($0.utf8), lengthBytes: 1) }, [0])
    }

    static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }

    static func query(_ text: String, type: Int = 1) -> [UInt8] {
        joined(words([7, 0x0100, 1, 0, 0, 0]), name(text), word(type), word(1))
    }

    /// A response to `query` whose answers all belong to the question's name.
    static func response(
        _ text: String, type: Int = 1, code: Int = 0, answers: [(type: Int, data: [UInt8])]
    ) -> [UInt8] {
        let head = words([7, 0x8180 | UInt16(code), 1, UInt16(answers.count), 0, 0])
        let records = answers.flatMap { answer in
            joined(
                [0xc0, 12], word(answer.type), word(1), [0, 0, 0, 60],
                counted(answer.data, lengthBytes: 2))
        }
        return joined(head, name(text), word(type), word(1), records)
    }

    /// The handshake message of the client in JA4's specification, GREASE and all.
    static func clientHello(
        name: String? = "example.com", protocols: [[UInt8]] = [Array("h2".utf8)],
        padding: Int = 0
    ) -> [UInt8] {
        let ciphers: [UInt16] = [
            0x3a3a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
            0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
        ]
        let algorithms: [UInt16] = [
            0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
        ]
        let offered = protocols.flatMap { counted($0, lengthBytes: 1) }
        let groups = counted(words([0x5a5a, 29, 23, 24]), lengthBytes: 2)
        let versions = counted(words([0x2a2a, 0x0304, 0x0303]), lengthBytes: 1)
        var extensions: [(UInt16, [UInt8])] = [(0x1a1a, []), (0x001b, []), (0x4469, [])]
        if let name {
            let entry = joined([0], counted(Array(name.utf8), lengthBytes: 2))
            extensions.append((0x0000, counted(entry, lengthBytes: 2)))
        }
        extensions.append((0x0033, []))
        if !protocols.isEmpty { extensions.append((0x0010, counted(offered, lengthBytes: 2))) }
        extensions.append((0x000d, counted(words(algorithms), lengthBytes: 2)))
        for number: UInt16 in [0x0023, 0x0012, 0x0005, 0x0017, 0x002d] {
            extensions.append((number, []))
        }
        extensions.append((0x002b, versions))
        extensions.append((0xff01, [0]))
        extensions.append((0x000b, [1, 0]))
        extensions.append((0x000a, groups))
        extensions.append((0x8a8a, [0]))
        extensions.append((0x0015, [UInt8](repeating: 0, count: padding)))
        let list = extensions.flatMap { number, content in
            joined(word(Int(number)), counted(content, lengthBytes: 2))
        }
        let body = joined(
            word(0x0303), [UInt8](repeating: 9, count: 32), [0],
            counted(words(ciphers), lengthBytes: 2), [1, 0], counted(list, lengthBytes: 2))
        return [1] + counted(body, lengthBytes: 3)
    }

    static func serverHello() -> [UInt8] {
        let list = joined([0, 0x2b, 0, 2, 3, 4, 0, 0x10, 0, 5, 0, 3, 2], Array("h2".utf8))
        let body = joined(
            word(0x0303), [UInt8](repeating: 8, count: 32), [0], word(0x1301), [0],
            counted(list, lengthBytes: 2))
        return [2] + counted(body, lengthBytes: 3)
    }

    /// Handshake bytes in records of at most so many bytes.
    static func records(_ message: [UInt8], limit: Int = 16_384) -> [UInt8] {
        stride(from: 0, to: message.count, by: limit).flatMap { start in
            let part = Array(message[start..<min(start + limit, message.count)])
            return joined([22, 3, 1], counted(part, lengthBytes: 2))
        }
    }

    static func mqtt(_ type: UInt8, flags: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
        var length = body.count
        var head: [UInt8] = [type << 4 | flags]
        repeat {
            head.append(UInt8(length & 127) | (length > 127 ? 128 : 0))
            length >>= 7
        } while length > 0
        return head + body
    }

    static func text(_ text: String) -> [UInt8] { counted(Array(text.utf8), lengthBytes: 2) }

    static func mqttConnect() -> [UInt8] {
        mqtt(1, joined(text("MQTT"), [4, 2, 0, 60], text("sensor-1")))
    }

    static func modbus(unit: UInt8, _ data: [UInt8]) -> [UInt8] {
        joined(words([1, 0, UInt16(data.count + 1)]), [unit], data)
    }

    /// A DNP3 frame; its checks aren't computed.
    static func dnp3(source: UInt8, destination: UInt8, _ user: [UInt8]) -> [UInt8] {
        let head: [UInt8] = [
            5, 0x64, UInt8(user.count + 5), 0xc4, destination, 0, source, 0, 0, 0,
        ]
        let blocks = stride(from: 0, to: user.count, by: 16).flatMap { start in
            joined(Array(user[start..<min(start + 16, user.count)]), [0, 0])
        }
        return joined(head, blocks)
    }
}
