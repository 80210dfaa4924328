/// A doubly linked list of slots whose links lie in an array outside, so that two lists of disjoint
/// slots can share one array.
@frozen
public struct FlowList: Sendable, Codable {
    /// What stands for no slot.
    @inlinable public static var none: UInt32 { .max }

    /// The neighbours of a slot in its list.
    @frozen
    public struct Link: Sendable {
        /// The slot before; `none` at the head.
        public var previous = FlowList.none
        /// The slot behind; `none` at the tail.
        public var next = FlowList.none

        /// Links of a slot that is in no list.
        @inlinable
        public init(previous: UInt32 = FlowList.none, next: UInt32 = FlowList.none) {
            self.previous = previous
            self.next = next
        }
    }

    /// The first slot; `none` in an empty list.
    public var head = FlowList.none
    @usableFromInline var tail = FlowList.none

    /// An empty list.
    public init() {}

    /// Puts a slot that is in no list of these links at the end.
    @inlinable
    public mutating func append(_ slot: UInt32, _ links: inout [Link]) {
        links[Int(slot)] = Link(previous: tail, next: Self.none)
        if tail == Self.none { head = slot } else { links[Int(tail)].next = slot }
        tail = slot
    }

    /// Takes a slot out of the list.
    @inlinable
    public mutating func remove(_ slot: UInt32, _ links: inout [Link]) {
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
    @inlinable
    public mutating func moveToEnd(_ slot: UInt32, _ links: inout [Link]) {
        guard slot != tail else { return }
        remove(slot, &links)
        append(slot, &links)
    }
}
