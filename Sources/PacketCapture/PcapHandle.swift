internal import CPcap
internal import Glibc
internal import NetworkModel
internal import PacketDecoding

/// The one owner of a libpcap handle, for files and interfaces alike.
@safe
final class PcapHandle {
    /// libpcap's handle; usable as long as this object lives.
    let pointer: OpaquePointer
    /// A file's buffer, which must outlive the closing.
    private let buffer: StreamBuffer?

    /// Takes over a handle; `deinit` closes it, and with it the file or the socket.
    init(_ pointer: OpaquePointer, buffer: StreamBuffer? = nil) {
        unsafe self.pointer = unsafe pointer
        self.buffer = buffer
    }

    deinit {
        unsafe pcap_close(pointer)
    }

    /// What libpcap says of the last call.
    var lastError: String {
        unsafe pcap_geterr(pointer).map { unsafe String(cString: $0) } ?? ""
    }

    /// Reads the next packet, which stays valid until the next call: 1, 0 for none in time, or an
    /// error.
    @inline(__always)
    func nextRecord() -> (result: Int32, record: PcapRecord) {
        var record = unsafe PcapRecord()
        let result = unsafe pcap_next_ex(pointer, &record.header, &record.bytes)
        return unsafe (result, record)
    }

    /// The link type, or the error that names the one that can't be decoded.
    func linkType(of name: String) throws(CaptureError) -> LinkType {
        let number = unsafe pcap_datalink(pointer)
        if let linkType = LinkType(dataLinkType: number) { return linkType }
        let known = unsafe pcap_datalink_val_to_name(number).map { unsafe String(cString: $0) }
        throw CaptureError(
            .unsupportedLinkType,
            "\(name) has packets of link type \(known ?? "unknown") (\(number)), which weir doesn't"
                + " decode.")
    }

    /// Lets only packets through that match a filter expression (pcap-filter(7)).
    func setFilter(_ expression: String) throws(CaptureError) {
        var program = unsafe bpf_program()
        let isCompiled =
            unsafe pcap_compile(pointer, &program, expression, 1, UInt32.max /* netmask unknown */)
            == 0
        guard isCompiled else { throw badFilter(expression) }
        // libpcap keeps a copy of the program.
        defer { unsafe pcap_freecode(&program) }
        guard unsafe pcap_setfilter(pointer, &program) == 0 else { throw badFilter(expression) }
    }

    private func badFilter(_ expression: String) -> CaptureError {
        CaptureError(
            .badFilter, "The filter \"\(expression)\" can't be used here; see pcap-filter(7).",
            cause: lastError)
    }

    /// The buffer in which libpcap writes why a call that has no handle yet failed.
    static func withErrorBuffer<Result>(
        _ body: (UnsafeMutablePointer<CChar>) -> Result
    ) -> (result: Result, error: String) {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PCAP_ERRBUF_SIZE)) {
            buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else {
                preconditionFailure("An allocation that isn't empty has an address.")
            }
            let result = unsafe body(start)
            return unsafe (result, String(cString: start))
        }
    }
}
