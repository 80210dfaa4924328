/// Numbers the paths of a batch in the order of their first packets.
///
/// Packets mostly come in runs of few paths, so the newest is tried first; else the path is looked
/// up by open addressing. Memory is kept from batch to batch.
struct PathTable: Sendable {
    private(set) var paths: [PacketPath] = []
    /// A path's number + 1; 0 is an empty place.
    private var places = [UInt32](repeating: 0, count: 64)
    private var newest = 0

    /// The number of a path, which is new if it has none.
    @inline(__always)
    mutating func number(of path: PacketPath) -> UInt16 {
        if newest < paths.count && paths[newest] == path {
            return UInt16(truncatingIfNeeded: newest)
        }
        newest = find(path)
        return UInt16(truncatingIfNeeded: newest)
    }

    private mutating func find(_ path: PacketPath) -> Int {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: path.mixed) & mask
        while places[place] != 0 {
            let number = Int(places[place]) - 1
            if paths[number] == path { return number }
            place = (place + 1) & mask
        }
        paths.append(path)
        places[place] = UInt32(paths.count)
        if paths.count * 2 > places.count { grow() }
        return paths.count - 1
    }

    private mutating func grow() {
        let count = places.count * 2
        places = [UInt32](repeating: 0, count: count)
        for (number, path) in paths.enumerated() {
            var place = Int(truncatingIfNeeded: path.mixed) & (count - 1)
            while places[place] != 0 { place = (place + 1) & (count - 1) }
            places[place] = UInt32(number + 1)
        }
    }

    /// Forgets all paths; the room stays.
    mutating func removeAll() {
        guard !paths.isEmpty else { return }
        paths.removeAll(keepingCapacity: true)
        for place in places.indices { places[place] = 0 }
        newest = 0
    }
}
