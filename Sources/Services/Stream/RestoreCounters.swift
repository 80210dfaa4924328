/// How often tasks of a thread were restored, by what they were restored from.
struct RestoreCounters: Hashable, Sendable {
    /// From a snapshot and the input behind it.
    var bySnapshot: UInt64 = 0
    /// From the input alone, from its first record on.
    var byReplay: UInt64 = 0
    /// From what is left of the input: no snapshot could be used, and the first records are gone.
    var incomplete: UInt64 = 0
}
