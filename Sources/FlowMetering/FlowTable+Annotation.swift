import FlowIndexing
public import NetworkModel

extension FlowTable {
    /// Puts what an agent found in a flow's payload into the flow's record.
    ///
    /// What the annotation states replaces what earlier ones said of the flow; the rest stays. It
    /// is kept for the whole flow: after an active timeout the next segment's record has it too,
    /// entropies as well.
    ///
    /// An annotation comes behind the packets that it is about, before the packet that begins the
    /// next flow of the same key, and before the table is advanced beyond the flow's end; then it
    /// doesn't matter how often the table is advanced. It is counted as unmatched where its clock
    /// isn't between those of the flow's first and newest packets.
    public mutating func annotate(_ annotation: FlowAnnotation) {
        let (key, isFromUpper) = FlowKey.of(
            annotation.tuple, vlan: configuration.isVLANInKey ? annotation.vlan : nil,
            tunnel: annotation.tunnel)
        let hash = hasher.hash(of: key)
        var place = index.firstPlace(of: hash)
        while let slot = index.nextSlot(of: hash, from: &place) {
            guard slab[slot].key == key else { continue }
            guard annotation.clock >= slab[slot].firstClock,
                annotation.clock <= slab[slot].lastClock
            else { break }
            let isReverse = isFromUpper != slab[slot].isForwardUpper
            let place = openDetails(of: slot)
            details[place].merge(annotation, isReverse: isReverse)
            counters.annotations += 1
            return
        }
        counters.annotationsUnmatched += 1
    }
}
