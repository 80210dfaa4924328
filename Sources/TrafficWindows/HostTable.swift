import NetworkModel
import StateEncoding

/// The hosts on one side of a window's traffic: at most `WindowPartial.hostLimit` of them, those
/// with the lowest hashes.
///
/// It gathers up to twice as many and then drops the upper half. A host that stays was never
/// dropped, so its counters are exact; which hosts stay depends on the set of hosts alone.
struct HostTable {
    private struct Host: BitwiseCopyable {
        var address: IPAddress
        var hash: UInt64
        var counters: HostCounters
    }

    private let hasher: AddressHasher
    private var hosts: [Host] = []
    /// Positions in `hosts` + 1 by hash of the address, at most half full; 0 is an empty place.
    private var places = [UInt16](repeating: 0, count: 16)
    /// Hosts with a higher hash are known not to stay.
    private var highestHash = UInt64.max

    init(hasher: AddressHasher) {
        self.hasher = hasher
    }

    /// Counts what a host did.
    ///
    /// - Returns: The host's hash when no IP packet of it was seen before, or when that isn't known
    ///   because the host isn't kept; nil when one was.
    mutating func add(_ address: IPAddress, _ counters: HostCounters) -> UInt64? {
        let mask = places.count &- 1
        var place = hasher.hash(of: address) & mask
        while places[place] != 0 {
            let position = Int(places[place]) &- 1
            if hosts[position].address == address {
                let had = hosts[position].counters
                hosts[position].counters.add(counters)
                return had.packets == had.arpPackets ? hosts[position].hash : nil
            }
            place = (place &+ 1) & mask
        }
        let hash = DistinctCount.hash(of: address)
        if hash <= highestHash {
            hosts.append(Host(address: address, hash: hash, counters: counters))
            places[place] = UInt16(hosts.count)
            if hosts.count >= 2 * WindowPartial.hostLimit { prune() }
            if hosts.count * 2 > places.count { rebuild(places.count * 2) }
        }
        return hash
    }

    /// The hosts that stay, by address.
    mutating func samples() -> [HostSample] {
        if hosts.count > WindowPartial.hostLimit { prune() }
        // Sorting numbers moves fewer bytes than sorting hosts.
        return hosts.indices.sorted { hosts[$0].address < hosts[$1].address }.map {
            HostSample(address: hosts[$0].address, counters: hosts[$0].counters)
        }
    }

    /// Forgets all hosts but keeps the memory for the next window.
    mutating func removeAll() {
        hosts.removeAll(keepingCapacity: true)
        highestHash = .max
        for place in places.indices { places[place] = 0 }
    }

    private mutating func prune() {
        var hashes = hosts.map(\.hash)
        highestHash = hashes.element(ofRank: WindowPartial.hostLimit - 1)
        hosts.removeAll { $0.hash > highestHash }
        if hosts.count > WindowPartial.hostLimit { pruneEqualHashes() }
        rebuild(places.count)
    }

    /// Chooses among hosts with equal hashes, which only somebody looking for them comes upon.
    private mutating func pruneEqualHashes() {
        hosts.sort { left, right in
            left.hash == right.hash ? left.address < right.address : left.hash < right.hash
        }
        hosts.removeLast(hosts.count - WindowPartial.hostLimit)
    }

    private mutating func rebuild(_ size: Int) {
        places = [UInt16](repeating: 0, count: size)
        let mask = size - 1
        for position in hosts.indices {
            var place = hasher.hash(of: hosts[position].address) & mask
            while places[place] != 0 { place = (place &+ 1) & mask }
            places[place] = UInt16(position + 1)
        }
    }
}

extension HostTable: Codable {
    private enum CodingKeys: CodingKey {
        case hosts
        case highestHash
    }

    /// A table with the hosts of another one; its places follow from its own secrets.
    init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        self.init(hasher: AddressHasher())
        hosts = try parts.decode(RawState<Host>.self, forKey: .hosts).elements
        highestHash = try parts.decode(UInt64.self, forKey: .highestHash)
        guard hosts.count < 2 * WindowPartial.hostLimit else {
            throw StateEncodingError.invalid("a window with \(hosts.count) hosts of one side")
        }
        var size = places.count
        while size < 2 * hosts.count { size *= 2 }
        rebuild(size)
    }

    func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: CodingKeys.self)
        try parts.encode(RawState(hosts), forKey: .hosts)
        try parts.encode(highestHash, forKey: .highestHash)
    }
}
