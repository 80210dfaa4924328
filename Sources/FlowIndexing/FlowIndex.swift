/// From hashes of keys to slots: open addressing with linear probing, at most three quarters full.
///
/// Its order depends on the random secrets of the hash, so nothing iterates over it.
@frozen
public struct FlowIndex: Sendable {
    /// A hash in the upper half and a slot + 1 in the lower; 0 is an empty place.
    @usableFromInline var places = [UInt64](repeating: 0, count: 256)
    @usableFromInline var count = 0

    /// An empty index.
    public init() {}

    @inlinable var mask: Int { places.count &- 1 }

    /// Where the search for a hash begins.
    @inlinable
    public func firstPlace(of hash: UInt32) -> Int { Int(hash) & mask }

    /// Asks the processor for the place where the search for a hash begins.
    @inlinable
    @inline(__always)
    public func fetch(_ hash: UInt32) { CacheLine.fetch(firstPlace(of: hash), of: places) }

    /// The next slot with this hash from a place on, which moves past it; nil when there is none.
    @inlinable
    public func nextSlot(of hash: UInt32, from place: inout Int) -> UInt32? {
        while true {
            let found = places[place & mask]
            if found == 0 { return nil }
            place = (place &+ 1) & mask
            if found >> 32 == UInt64(hash) { return UInt32(truncatingIfNeeded: found) &- 1 }
        }
    }

    /// Adds a slot that isn't in the index.
    @inlinable
    public mutating func insert(_ slot: UInt32, hash: UInt32) {
        if (count + 1) * 4 > places.count * 3 { grow() }
        count += 1
        put(UInt64(hash) << 32 | UInt64(slot) + 1)
    }

    /// Takes a slot out; it must be in the index under this hash.
    @inlinable
    public mutating func remove(_ slot: UInt32, hash: UInt32) {
        let searched = UInt64(hash) << 32 | UInt64(slot) + 1
        var hole = firstPlace(of: hash)
        while places[hole] != searched {
            precondition(places[hole] != 0, "a flow's slot is in the index")
            hole = (hole &+ 1) & mask
        }
        count -= 1
        // What was pushed past the hole moves back into it, so that searches need no tombstones.
        var place = hole
        while true {
            place = (place &+ 1) & mask
            let entry = places[place]
            if entry == 0 { break }
            let home = Int(truncatingIfNeeded: entry >> 32) & mask
            if (place &- home) & mask >= (place &- hole) & mask {
                places[hole] = entry
                hole = place
            }
        }
        places[hole] = 0
    }

    @usableFromInline
    mutating func put(_ entry: UInt64) {
        var place = Int(truncatingIfNeeded: entry >> 32) & mask
        while places[place] != 0 { place = (place &+ 1) & mask }
        places[place] = entry
    }

    @usableFromInline
    mutating func grow() {
        let old = places
        places = [UInt64](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 { put(entry) }
    }
}
