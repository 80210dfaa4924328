internal import CPcap
internal import Glibc
public import NetworkModel

/// An interface that could be captured.
public struct CaptureInterface: Hashable, Sendable {
    /// The name that `LiveCaptureConfiguration` takes.
    public var name: String
    /// What the system says of it, if anything.
    public var description: String?
    /// The interface's own IP addresses.
    public var addresses: [IPAddress]
    /// True for a loopback interface.
    public var isLoopback: Bool
    /// True if the interface is up.
    public var isUp: Bool

    /// All interfaces that this process might capture, the most likely ones first.
    public static func list() throws(CaptureError) -> [CaptureInterface] {
        var first: UnsafeMutablePointer<pcap_if_t>?
        let (result, error) = unsafe PcapHandle.withErrorBuffer {
            unsafe pcap_findalldevs(&first, $0)
        }
        guard result == 0 else {
            throw CaptureError(.other, "The interfaces can't be listed.", cause: error)
        }
        defer { unsafe pcap_freealldevs(first) }
        var interfaces: [CaptureInterface] = []
        var next = unsafe first
        while let device = unsafe next {
            unsafe interfaces.append(CaptureInterface(device.pointee))
            unsafe next = device.pointee.next
        }
        return interfaces
    }

    private init(_ device: pcap_if_t) {
        unsafe name = String(cString: device.name)
        description = unsafe device.description.map { unsafe String(cString: $0) }
        let flags = unsafe Int32(bitPattern: device.flags)
        isLoopback = flags & PCAP_IF_LOOPBACK != 0
        isUp = flags & PCAP_IF_UP != 0
        addresses = []
        var next = unsafe device.addresses
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.addr.flatMap({ unsafe Self.address($0) }) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.next
        }
    }

    /// The IP address that a socket address holds, if it holds one.
    private static func address(_ address: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        // The family tells how large the structure is that `address` is the beginning of.
        let bytes = UnsafeRawPointer(address)
        switch unsafe Int32(address.pointee.sa_family) {
        case AF_INET:
            let v4 = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
            return IPAddress(v4: UInt32(bigEndian: v4.sin_addr.s_addr))
        case AF_INET6:
            let v6 = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
            let words = unsafe withUnsafeBytes(of: v6.sin6_addr) {
                unsafe (
                    $0.loadUnaligned(as: UInt64.self),
                    $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                )
            }
            return IPAddress(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
        default: return nil
        }
    }
}
