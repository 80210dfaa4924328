import Glibc

/// A port of this machine at which nobody answers like a broker.
final class SilentServer {
    private let descriptor: Int32
    /// The port, which nobody else gets meanwhile.
    let port: UInt16

    /// Takes a free port.
    ///
    /// - Parameter listens: Connections are accepted by the kernel, and then nothing comes; without
    ///   it they are refused.
    init(listens: Bool) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = unsafe bind(descriptor, generic, length)
                _ = unsafe getsockname(descriptor, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if listens { _ = listen(descriptor, 8) }
    }

    deinit {
        _ = Glibc.close(descriptor)
    }

    /// The address, as clients are given it.
    var address: String { "127.0.0.1:\(port)" }
}
