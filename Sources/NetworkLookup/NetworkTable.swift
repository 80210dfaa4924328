public import NetworkModel

/// Finds the network that an address lies in; where several do, the one with the longest prefix.
///
/// Prefixes nest or lie apart, so that they cut the addresses into at most 2n + 1 stretches of one
/// network each. Those are worked out once; a lookup is a binary search among their beginnings.
public struct NetworkTable: Sendable {
    /// The networks, in the order they were given.
    public let networks: [NamedNetwork]
    private let version4: Stretches
    private let version6: Stretches

    /// A table of networks; of two with the same prefix the later one counts.
    public init(_ networks: [NamedNetwork]) {
        self.networks = networks
        version4 = Stretches(networks, version: .v4)
        version6 = Stretches(networks, version: .v6)
    }

    /// The network with the longest prefix that the address lies in.
    public func network(of address: IPAddress) -> NamedNetwork? {
        let stretches = address.version == .v4 ? version4 : version6
        return stretches.network(of: NetworkPrefix.number(of: address)).map { networks[$0] }
    }
}

/// Addresses of one IP version, cut where the network changes.
private struct Stretches: Sendable {
    /// Where each stretch begins, ascending.
    private var starts: [UInt128] = []
    /// The index of each stretch's network; -1 for none.
    private var owners: [Int] = []

    init(_ networks: [NamedNetwork], version: IPVersion) {
        // A network stands behind those that enclose it, and of two alike the later one inside.
        let order = networks.indices.filter { networks[$0].prefix.base.version == version }
            .sorted {
                let (left, right) = (networks[$0].prefix, networks[$1].prefix)
                if left.number != right.number { return left.number < right.number }
                return left.length != right.length ? left.length < right.length : $0 < $1
            }
        var enclosing: [(last: UInt128, owner: Int)] = []
        for index in order {
            let prefix = networks[index].prefix
            leave(&enclosing, before: prefix.number)
            begin(prefix.number, index)
            enclosing.append((prefix.lastNumber, index))
        }
        leave(&enclosing, before: nil)
    }

    /// Ends the enclosing networks that lie wholly before an address, or all of them.
    private mutating func leave(
        _ enclosing: inout [(last: UInt128, owner: Int)], before number: UInt128?
    ) {
        while let inner = enclosing.last, number.map({ inner.last < $0 }) ?? true {
            enclosing.removeLast()
            // Nothing comes after the last address of all.
            let (next, isOver) = inner.last.addingReportingOverflow(1)
            if !isOver { begin(next, enclosing.last?.owner ?? -1) }
        }
    }

    /// Begins a stretch; one that begins at the same address has no addresses and goes.
    private mutating func begin(_ start: UInt128, _ owner: Int) {
        if starts.last == start {
            owners[owners.count - 1] = owner
        } else {
            starts.append(start)
            owners.append(owner)
        }
    }

    func network(of number: UInt128) -> Int? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle + 1 } else { high = middle }
        }
        guard low > 0, owners[low - 1] >= 0 else { return nil }
        return owners[low - 1]
    }
}
