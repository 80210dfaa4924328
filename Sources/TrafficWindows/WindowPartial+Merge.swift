import NetworkModel

extension WindowPartial {
    /// Adds what another task counted of the same window; the order of merging doesn't matter.
    mutating func merge(_ other: WindowPartial) {
        counters.merge(other.counters)
        sources = Self.merged(sources, other.sources)
        destinations = Self.merged(destinations, other.destinations)
        for sample in other.flows { flows.insert(sample, limit: Self.flowSampleLimit) }
    }

    private static func merged(_ left: [HostSample], _ right: [HostSample]) -> [HostSample] {
        var all: [HostSample] = []
        all.reserveCapacity(left.count + right.count)
        var i = 0
        var j = 0
        while i < left.count && j < right.count {
            if left[i].address == right[j].address {
                all.append(left[i])
                all[all.count - 1].counters.add(right[j].counters)
                i += 1
                j += 1
            } else if left[i].address < right[j].address {
                all.append(left[i])
                i += 1
            } else {
                all.append(right[j])
                j += 1
            }
        }
        all.append(contentsOf: left[i...])
        all.append(contentsOf: right[j...])
        return lowest(all)
    }

    /// The hosts that stay, by address again.
    ///
    /// One that was dropped from a partial has at least `hostLimit` lower hashes in that partial
    /// alone, so it can't be among those that stay: their counters are exact.
    private static func lowest(_ hosts: [HostSample]) -> [HostSample] {
        guard hosts.count > hostLimit else { return hosts }
        let byHash = hosts.sorted { left, right in
            left.hash == right.hash ? left.address < right.address : left.hash < right.hash
        }
        return byHash.prefix(hostLimit).sorted { $0.address < $1.address }
    }
}
