/// The drops of a capture, which libpcap counts in 32 bits, in 64.
///
/// Right as long as it is updated once in 2³² drops.
struct DropCounters {
    private(set) var kernel: UInt64 = 0
    private(set) var interface: UInt64 = 0

    /// Takes libpcap's counters.
    mutating func update(kernel: UInt32, interface: UInt32) {
        self.kernel &+= UInt64(kernel &- UInt32(truncatingIfNeeded: self.kernel))
        self.interface &+= UInt64(interface &- UInt32(truncatingIfNeeded: self.interface))
    }
}
