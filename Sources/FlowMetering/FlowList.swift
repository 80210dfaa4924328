/// A doubly linked list of slots whose links lie in an array outside, so that two lists of disjoint
/// slots can share one array.
struct FlowList {
    /// What stands for no slot.
    static let none = UInt32.max

    /// The neighbours of a slot in its list.
    struct Link {
        var previous = FlowList.none
        var next = FlowList.none
    }

    private(set) var head = FlowList.none
    private var tail = FlowList.none

    /// Puts a slot that is in no list of these links at the end.
    mutating func append(_ slot: UInt32, _ links: inout [Link]) {
        links[Int(slot)] = Link(previous: tail, next: Self.none)
        if tail == Self.none { head = slot } else { links[Int(tail)].next = slot }
        tail = slot
    }

    /// Takes a slot out of the list.
    mutating func remove(_ slot: UInt32, _ links: inout [Link]) {
        let link = links[Int(slot)]
        if link.previous == Self.none {
            head = link.next
        } else {
            links[Int(link.previous)].next = link.next
        }
        if link.next == Self.none {
            tail = link.previous
        } else {
            links[Int(link.next)].previous = link.previous
        }
    }

    /// Moves a slot of the list to its end.
    mutating func moveToEnd(_ slot: UInt32, _ links: inout [Link]) {
        guard slot != tail else { return }
        remove(slot, &links)
        append(slot, &links)
    }
}
