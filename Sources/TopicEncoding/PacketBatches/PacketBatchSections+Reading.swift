extension PacketBatchSections {
    /// The paths that rows refer to; one that says nothing where the batch has none, as batches
    /// before version 1.1.
    ///
    /// Each row has a number, or none has where there is one path.
    func readPaths(in bytes: [UInt8]) throws(TopicDecodingError) -> [PacketPath] {
        guard paths.count > 0 else {
            guard pathNumbers.count == 0 else { throw .badField(name: "path numbers") }
            return [PacketPath()]
        }
        guard paths.count == 1 || pathNumbers.count > 0 else { throw .badField(name: "paths") }
        guard pathNumbers.count == 0 || pathNumbers.count == rowCount else {
            throw .badLength(section: "path numbers")
        }
        var result: [PacketPath] = []
        result.reserveCapacity(paths.count)
        for number in 0..<paths.count {
            let offset = paths.start + number * PacketBatchLayout.Path.bytes
            // The section lies inside the bytes. The closure gives its error as a value, since
            // `withUnsafeBytes` would widen the type of a thrown one.
            let path = unsafe bytes.withUnsafeBytes { raw in
                Result { () throws(TopicDecodingError) -> PacketPath in
                    try unsafe PacketPath(from: raw, at: offset)
                }
            }
            result.append(try path.get())
        }
        for row in 0..<pathNumbers.count {
            let place = pathNumbers.start + 2 * row
            guard Int(bytes[place]) | Int(bytes[place + 1]) << 8 < paths.count else {
                throw .badField(name: "path number")
            }
        }
        return result
    }

    /// The annotations; their positions ascend and none lies beyond the last row.
    func readAnnotations(
        in bytes: [UInt8]
    ) throws(TopicDecodingError) -> [PlacedAnnotation] {
        var reader = BinaryReader(
            bytes, from: annotations.start, to: annotations.start + annotations.count,
            section: "annotations")
        var result: [PlacedAnnotation] = []
        var previous = 0
        while reader.remaining > 0 {
            let placed = try AnnotationCoding.read(&reader)
            guard placed.position >= previous && placed.position <= rowCount else {
                throw .badField(name: "annotation's position")
            }
            previous = placed.position
            result.append(placed)
        }
        return result
    }
}
