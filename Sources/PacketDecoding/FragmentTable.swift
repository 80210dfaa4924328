internal import NetworkModel

/// The first fragments of the latest datagrams.
///
/// A ring of `capacity` places, of which the oldest gives way, and chains that find a place by its
/// key. Memory is taken with the first fragment, as most captures have none, and never again. The
/// hash's secret is chosen by chance; no result depends on it.
struct FragmentTable: Sendable {
    private struct Place {
        var key: FragmentKey
        var first: FirstFragment
        /// The next place of the same chain, or `nowhere`.
        var next: Int32
        /// False once the same key was inserted again.
        var isCurrent: Bool
    }

    private static let nowhere: Int32 = -1

    let capacity: Int
    private(set) var counters = FragmentCounters()
    /// How many datagrams are remembered.
    private(set) var count = 0
    private var places: [Place] = []
    /// The first place of each chain.
    private var chains: [Int32] = []
    /// The oldest place of a full ring.
    private var oldest = 0
    private let secret = UInt64.random(in: .min ... .max)
    private let timeoutNanoseconds = Int64(DecodingLimit.fragmentTimeoutSeconds) * 1_000_000_000

    init(capacity: Int = DecodingLimit.fragmentedDatagrams) {
        precondition(capacity > 0, "A fragment table needs room for one datagram.")
        self.capacity = capacity
    }

    /// Remembers a datagram's first fragment; a newer one under the same key takes its place.
    mutating func insert(_ first: FirstFragment, of datagram: FragmentKey) {
        counters.remembered += 1
        if chains.isEmpty {
            places.reserveCapacity(capacity)
            chains = Array(repeating: Self.nowhere, count: chainCount)
        }
        let chain = chain(of: datagram)
        if let superseded = place(of: datagram, in: chain) { forget(superseded, in: chain) }
        var index = places.count
        if index == capacity {
            index = oldest
            oldest = oldest + 1 == capacity ? 0 : oldest + 1
            if places[index].isCurrent {
                if !isExpired(places[index].first, at: first.time) { counters.replaced += 1 }
                forget(index, in: self.chain(of: places[index].key))
            }
        }
        let place = Place(key: datagram, first: first, next: chains[chain], isCurrent: true)
        if index == places.count { places.append(place) } else { places[index] = place }
        chains[chain] = Int32(truncatingIfNeeded: index)
        count += 1
    }

    /// The first fragment of a datagram, unless it wasn't seen or is too long ago.
    mutating func first(of datagram: FragmentKey, at time: Timestamp) -> FirstFragment? {
        guard count > 0, let index = place(of: datagram, in: chain(of: datagram)) else {
            counters.unmatched += 1
            return nil
        }
        let first = places[index].first
        guard !isExpired(first, at: time) else {
            counters.expired += 1
            counters.unmatched += 1
            return nil
        }
        counters.matched += 1
        return first
    }

    /// A power of two, at least twice as many as there are places.
    private var chainCount: Int {
        1 << (Int.bitWidth - (capacity * 2 - 1).leadingZeroBitCount)
    }

    private func chain(of datagram: FragmentKey) -> Int {
        Int(truncatingIfNeeded: datagram.hash(secret: secret)) & (chains.count - 1)
    }

    private func place(of datagram: FragmentKey, in chain: Int) -> Int? {
        var index = chains[chain]
        while index != Self.nowhere {
            if places[Int(index)].key == datagram { return Int(index) }
            index = places[Int(index)].next
        }
        return nil
    }

    /// Takes a place out of its chain.
    private mutating func forget(_ forgotten: Int, in chain: Int) {
        count -= 1
        places[forgotten].isCurrent = false
        let next = places[forgotten].next
        guard chains[chain] != Int32(truncatingIfNeeded: forgotten) else {
            chains[chain] = next
            return
        }
        var index = Int(chains[chain])
        while places[index].next != Int32(truncatingIfNeeded: forgotten) {
            index = Int(places[index].next)
        }
        places[index].next = next
    }

    private func isExpired(_ first: FirstFragment, at time: Timestamp) -> Bool {
        time.nanoseconds(since: first.time) > timeoutNanoseconds
    }
}
