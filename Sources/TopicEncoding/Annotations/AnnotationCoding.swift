import NetworkModel

/// Writes and reads the entries of the annotations section; `topics/packets.md` says where each
/// byte stands.
///
/// An entry is a fixed part, then fields: a tag, the length of the content, the content. A reader
/// skips fields that it doesn't know. Of a field that comes twice the last one counts, but lists
/// gain an element each time.
enum AnnotationCoding {
    static func write(
        _ annotation: FlowAnnotation, position: Int, into writer: inout BinaryWriter
    ) {
        precondition(position <= PacketBatchWriter.maximumRows, "an annotation is in its batch")
        let start = writer.bytes.count
        writer.fixed(UInt32(position))
        writer.fixed(UInt32(0))
        writer.fixed(annotation.clock.nanoseconds)
        writer.fixed(annotation.tuple.transport.rawValue)
        writer.fixed(annotation.tuple.sourcePort)
        writer.fixed(annotation.tuple.destinationPort)
        writer.fixed(annotation.vlan ?? PacketBatchLayout.Row.noVLAN)
        writer.fixed(annotation.tunnel?.kind.rawValue ?? 0)
        writer.fixed(annotation.tunnel?.identifier ?? 0)
        writer.address(annotation.tuple.source)
        writer.address(annotation.tuple.destination)
        if let bits = annotation.sourceEntropyBits {
            writer.field(.sourceEntropy, bits.bitPattern)
        }
        if let bits = annotation.destinationEntropyBits {
            writer.field(.destinationEntropy, bits.bitPattern)
        }
        ApplicationCoding.write(annotation.application, into: &writer)
        // The length is known only now; it counts what comes behind it.
        let length = UInt32(writer.bytes.count - start - 8)
        for byte in 0..<4 {
            writer.bytes[start + 4 + byte] = UInt8(truncatingIfNeeded: length >> UInt32(8 * byte))
        }
    }

    static func read(_ reader: inout BinaryReader) throws(TopicDecodingError) -> PlacedAnnotation {
        let position = try reader.fixed(UInt32.self)
        let length = try reader.fixed(UInt32.self)
        guard Int(length) <= reader.remaining else { throw .badLength(section: "annotation") }
        let end = reader.remaining - Int(length)
        let clock = Timestamp(nanoseconds: try reader.fixed(Int64.self))
        let transport = TransportProtocol(rawValue: try reader.fixed(UInt8.self))
        let sourcePort = try reader.fixed(UInt16.self)
        let destinationPort = try reader.fixed(UInt16.self)
        let vlan = try vlan(try reader.fixed(UInt16.self))
        let kind = try reader.fixed(UInt8.self)
        let tunnel = try PacketPath.tunnel(kind: kind, try reader.fixed(UInt32.self))
        let source = try reader.address()
        let destination = try reader.address()
        guard source.version == destination.version else { throw .badField(name: "IP version") }
        let tuple = FiveTuple(
            source: source, destination: destination, sourcePort: sourcePort,
            destinationPort: destinationPort, transport: transport)
        var annotation = FlowAnnotation(tuple: tuple, vlan: vlan, tunnel: tunnel, clock: clock)
        guard reader.remaining >= end else { throw .badLength(section: "annotation") }
        while reader.remaining > end {
            try readField(&reader, end: end, into: &annotation)
        }
        return PlacedAnnotation(position: Int(position), annotation: annotation)
    }

    private static func readField(
        _ reader: inout BinaryReader, end: Int, into annotation: inout FlowAnnotation
    ) throws(TopicDecodingError) {
        let tag = try reader.fixed(UInt8.self)
        let length = Int(clamping: try reader.variable())
        guard length <= reader.remaining - end else { throw .badLength(section: "field") }
        guard let field = AnnotationField(rawValue: tag) else {
            reader.skip(length)
            return
        }
        switch field {
        case .sourceEntropy: annotation.sourceEntropyBits = try entropy(&reader, length)
        case .destinationEntropy: annotation.destinationEntropyBits = try entropy(&reader, length)
        default:
            try ApplicationCoding.read(
                field, length: length, from: &reader, into: &annotation.application)
        }
    }

    private static func vlan(_ stored: UInt16) throws(TopicDecodingError) -> UInt16? {
        if stored == PacketBatchLayout.Row.noVLAN { return nil }
        guard stored <= PacketBatchLayout.Row.maximumVLAN else { throw .badField(name: "VLAN") }
        return stored
    }

    private static func entropy(
        _ reader: inout BinaryReader, _ length: Int
    ) throws(TopicDecodingError) -> Double {
        guard length == 8 else { throw .badLength(section: "entropy") }
        let bits = Double(bitPattern: try reader.fixed(UInt64.self))
        // Also false for NaN, which no record may hold.
        guard bits >= 0 && bits <= 8 else { throw .badField(name: "entropy") }
        return bits
    }
}
