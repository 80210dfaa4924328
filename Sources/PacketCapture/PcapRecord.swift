internal import CPcap
internal import NetworkModel

/// A packet as libpcap hands it over: borrowed until the handle's next call.
@unsafe
struct PcapRecord {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var bytes: UnsafePointer<UInt8>?

    /// Calls `body` with the captured bytes, the length on the wire and the time.
    @inline(__always)
    func deliver(isNanoseconds: Bool, _ body: (RawSpan, Int, Timestamp) -> Void) {
        guard let header = unsafe header?.pointee else { return }
        let fraction = Int64(header.ts.tv_usec) &* (isNanoseconds ? 1 : 1000)
        // A damaged file may hold any number of seconds. From 1970 to 2262 the difference of any
        // two times can be expressed, so that the sensor's clock never runs back.
        let seconds = min(max(Int64(header.ts.tv_sec), 0), 9_223_372_035)
        let time = Timestamp(nanoseconds: seconds &* 1_000_000_000).advanced(
            byNanoseconds: fraction)
        // libpcap guarantees `caplen` bytes at `bytes` until the handle's next call.
        let captured = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(header.caplen))
        unsafe body(captured.bytes, Int(header.len), time)
    }
}
