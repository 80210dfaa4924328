internal import CNDPI

/// The one owner of nDPI's flow structures: chunks of them that stay where they are, and a list of
/// the free ones.
///
/// A structure is zeroed when it becomes free, while it is still in the processor's cache. Memory
/// grows chunk by chunk up to `capacity` structures and is kept for reuse until the end.
@safe
struct FlowStateSlab: ~Copyable {
    private static let chunkSlots = 256

    let capacity: Int
    private(set) var openCount = 0
    private var chunks: [UnsafeMutablePointer<ndpi_flow_struct>] = unsafe []
    /// The slots that were used and are free, the latest last: it is the warmest.
    private var free: [UInt32] = []
    private var used: UInt32 = 0

    init(capacity: Int) {
        precondition(
            capacity > 0 && capacity <= Int(UInt32.max), "A slab holds 1 to 2^32 - 1 flows.")
        self.capacity = capacity
    }

    deinit {
        // What is open is freed too; free structures hold nothing.
        for slot in 0..<used {
            unsafe ndpi_free_flow_data(
                chunks[Int(slot) / Self.chunkSlots] + Int(slot) % Self.chunkSlots)
        }
        for index in unsafe chunks.indices { unsafe chunks[index].deallocate() }
    }

    /// A zeroed structure's slot; nil if `capacity` are taken.
    mutating func take() -> UInt32? {
        if let slot = free.popLast() {
            openCount += 1
            return slot
        }
        guard Int(used) < capacity else { return nil }
        if unsafe Int(used) == chunks.count * Self.chunkSlots { addChunk() }
        used += 1
        openCount += 1
        return used - 1
    }

    /// Frees what a structure holds, zeroes it and lists it as free.
    mutating func giveBack(_ slot: UInt32) {
        let flow = unsafe self[slot]
        unsafe ndpi_free_flow_data(flow)
        unsafe UnsafeMutableRawPointer(flow).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<ndpi_flow_struct>.size)
        free.append(slot)
        openCount -= 1
    }

    /// The structure of a slot that was taken.
    subscript(slot: UInt32) -> UnsafeMutablePointer<ndpi_flow_struct> {
        @inline(__always) get {
            precondition(slot < used, "The slot is none of this classifier.")
            return unsafe chunks[Int(slot) / Self.chunkSlots] + Int(slot) % Self.chunkSlots
        }
    }

    private mutating func addChunk() {
        let bytes = unsafe MemoryLayout<ndpi_flow_struct>.stride * Self.chunkSlots
        let chunk = UnsafeMutablePointer<ndpi_flow_struct>.allocate(capacity: Self.chunkSlots)
        unsafe UnsafeMutableRawPointer(chunk).initializeMemory(
            as: UInt8.self, repeating: 0, count: bytes)
        unsafe chunks.append(chunk)
    }
}
