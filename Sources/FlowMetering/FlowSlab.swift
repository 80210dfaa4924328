import FlowIndexing

/// Elements by slot: blocks of a fixed size, so that growing neither copies nor doubles.
struct FlowSlab<Element> {
    private static var blockBits: Int { 8 }
    private static var blockSize: Int { 1 << blockBits }
    private static var blockMask: Int { blockSize - 1 }

    private var blocks: [[Element]] = []
    /// How many slots there are, in use or free.
    private(set) var count = 0

    subscript(slot: UInt32) -> Element {
        @inline(__always)
        _read { yield blocks[Int(slot) >> Self.blockBits][Int(slot) & Self.blockMask] }
        @inline(__always)
        _modify { yield &blocks[Int(slot) >> Self.blockBits][Int(slot) & Self.blockMask] }
    }

    /// Asks the processor for the lines of a slot's element.
    @inline(__always)
    func fetch(_ slot: UInt32) {
        CacheLine.fetch(Int(slot) & Self.blockMask, of: blocks[Int(slot) >> Self.blockBits])
    }

    /// Adds a slot with an element.
    mutating func append(_ element: Element) -> UInt32 {
        if count & Self.blockMask == 0 {
            var block: [Element] = []
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        blocks[count >> Self.blockBits].append(element)
        count += 1
        return UInt32(count - 1)
    }
}

extension FlowSlab {
    /// The elements of all slots, in their order.
    var elements: [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for block in blocks { elements.append(contentsOf: block) }
        return elements
    }

    /// Slots with elements.
    init(_ elements: [Element]) {
        for element in elements { _ = append(element) }
    }
}

extension FlowSlab: Sendable where Element: Sendable {}

extension FlowSlab: Codable where Element: Codable {
    init(from decoder: any Decoder) throws { self.init(try [Element](from: decoder)) }
    func encode(to encoder: any Encoder) throws { try elements.encode(to: encoder) }
}
