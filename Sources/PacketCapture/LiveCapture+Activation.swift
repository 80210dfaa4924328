internal import CPcap

extension LiveCapture {
    /// A handle that captures the interface as configured.
    static func activate(
        _ configuration: LiveCaptureConfiguration
    ) throws(CaptureError) -> PcapHandle {
        let name = configuration.interface
        let (created, error) = unsafe PcapHandle.withErrorBuffer { unsafe pcap_create(name, $0) }
        guard let pointer = unsafe created else {
            throw CaptureError(
                .noSuchInterface, "The interface \(name) can't be captured.", cause: error)
        }
        let handle = unsafe PcapHandle(pointer)
        // On a handle that isn't active yet these can't fail, and an interface without
        // nanoseconds keeps to microseconds.
        unsafe pcap_set_snaplen(pointer, Int32(clamping: configuration.snapshotBytes))
        unsafe pcap_set_promisc(pointer, configuration.isPromiscuous ? 1 : 0)
        unsafe pcap_set_timeout(pointer, Int32(clamping: configuration.timeoutMilliseconds))
        unsafe pcap_set_buffer_size(pointer, Int32(clamping: configuration.bufferBytes))
        unsafe pcap_set_immediate_mode(pointer, configuration.isImmediate ? 1 : 0)
        unsafe pcap_set_tstamp_precision(pointer, PCAP_TSTAMP_PRECISION_NANO)
        let result = unsafe pcap_activate(pointer)
        // Positive results are warnings, as of an interface that has no promiscuous mode.
        guard result < 0 else { return handle }
        throw activationError(result, name, cause: handle.lastError)
    }

    /// Lets reads return at once.
    ///
    /// A blocking read may wait for as long as no packet comes, whatever the timeout; so `next`
    /// waits by itself.
    static func makeNonblocking(_ handle: PcapHandle, _ name: String) throws(CaptureError) {
        let (result, error) = unsafe PcapHandle.withErrorBuffer {
            unsafe pcap_setnonblock(handle.pointer, 1, $0)
        }
        guard result == 0 else {
            throw CaptureError(
                .other, "The interface \(name) can't be captured.", cause: error)
        }
    }

    private static func activationError(
        _ result: Int32, _ name: String, cause: String
    ) -> CaptureError {
        let known = unsafe pcap_statustostr(result).map { unsafe String(cString: $0) }
        let cause = cause.isEmpty ? known : cause
        switch result {
        case PCAP_ERROR_NO_SUCH_DEVICE:
            return CaptureError(
                .noSuchInterface,
                "There is no interface \(name); list them to see which there are.",
                cause: cause)
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
            return CaptureError(
                .permission,
                "The interface \(name) may not be captured by this process; give it CAP_NET_RAW.",
                cause: cause)
        case PCAP_ERROR_IFACE_NOT_UP:
            return CaptureError(
                .noSuchInterface, "The interface \(name) is down; bring it up.", cause: cause,
                isRetriable: true)
        default:
            return CaptureError(
                .other, "The interface \(name) can't be captured.", cause: cause)
        }
    }
}
