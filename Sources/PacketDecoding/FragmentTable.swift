internal import NetworkModel

/// The first fragments of the latest datagrams.
///
/// Holds at most `capacity` datagrams and forgets the one that was inserted first. Memory is taken
/// with the first fragment, as most captures have none. No result depends on the dictionary's
/// order: it is only asked for keys.
struct FragmentTable: Sendable {
    private struct Entry {
        var slot: Int
        var first: FirstFragment
    }

    let capacity: Int
    private(set) var counters = FragmentCounters()
    private var entries: [FragmentKey: Entry] = [:]
    /// The keys in the order of their insertion, as a ring that begins again at `next`.
    private var order: [FragmentKey] = []
    private var next = 0
    private let timeoutNanoseconds = Int64(DecodingLimit.fragmentTimeoutSeconds) * 1_000_000_000

    init(capacity: Int = DecodingLimit.fragmentedDatagrams) {
        precondition(capacity > 0, "A fragment table needs room for one datagram.")
        self.capacity = capacity
    }

    /// How many datagrams are remembered.
    var count: Int { entries.count }

    /// Remembers a datagram's first fragment; a newer one under the same key takes its place.
    mutating func insert(_ first: FirstFragment, of datagram: FragmentKey) {
        counters.remembered += 1
        if order.isEmpty {
            order.reserveCapacity(capacity)
            entries.reserveCapacity(capacity)
        }
        if order.count < capacity {
            order.append(datagram)
        } else {
            forget(at: next, now: first.time)
            order[next] = datagram
        }
        entries[datagram] = Entry(slot: next, first: first)
        next = next + 1 == capacity ? 0 : next + 1
    }

    /// The first fragment of a datagram, unless it wasn't seen or is too long ago.
    mutating func first(of datagram: FragmentKey, at time: Timestamp) -> FirstFragment? {
        guard let first = entries[datagram]?.first else {
            counters.unmatched += 1
            return nil
        }
        guard !isExpired(first, at: time) else {
            counters.expired += 1
            counters.unmatched += 1
            return nil
        }
        counters.matched += 1
        return first
    }

    /// Frees a place of the ring.
    ///
    /// The key may have been inserted again since: then its entry belongs to a newer place.
    private mutating func forget(at slot: Int, now: Timestamp) {
        guard let entry = entries[order[slot]], entry.slot == slot else { return }
        if !isExpired(entry.first, at: now) { counters.replaced += 1 }
        entries[order[slot]] = nil
    }

    private func isExpired(_ first: FirstFragment, at time: Timestamp) -> Bool {
        time.nanoseconds(since: first.time) > timeoutNanoseconds
    }
}
