import Glibc

/// Owns a socket that listens, until it is given away.
struct ListeningSocket: ~Copyable {
    /// Connections that nobody has accepted yet; more are refused by the system.
    private static let backlog: Int32 = 16

    private let descriptor: Int32
    /// The port that it got.
    let port: UInt16

    /// Listens at an address in numbers; with port 0 at any port that is free.
    init(host: String, port: UInt16) throws(EndpointError) {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        // The texts and the hints outlive the call; the list is freed below.
        let result = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard result == 0, let found = unsafe list else {
            // The text is a constant of the C library.
            let cause = unsafe String(cString: gai_strerror(result))
            throw EndpointError(
                .badAddress, "cannot listen at \(place): give an address in numbers", cause: cause)
        }
        defer { unsafe freeaddrinfo(found) }
        // The list has at least one entry where the call succeeds.
        let descriptor = unsafe socket(
            found.pointee.ai_family, found.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure(place) }
        var isOn: Int32 = 1
        // A port whose connections are just closing may be taken anew; the call reads the number.
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        // The list is alive until the end of this function.
        guard
            unsafe bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0,
            listen(descriptor, Self.backlog) == 0
        else {
            let failure = Self.failure(place)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        self.port = Self.port(of: descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// Hands the socket to a new owner.
    consuming func take() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // Both families have the port at the same place, in network order.
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(descriptor, $0, &length)
            }
            return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }

    private static func failure(_ place: String) -> EndpointError {
        let number = errno
        // The C library's text for the number is static or thread-local; it is copied at once.
        let cause = unsafe strerror(number).map { unsafe String(cString: $0) }
        switch number {
        case EADDRINUSE:
            return EndpointError(
                .addressInUse,
                "cannot listen at \(place): another program does; choose another port",
                cause: cause)
        case EADDRNOTAVAIL, EAFNOSUPPORT:
            return EndpointError(
                .badAddress, "cannot listen at \(place): it isn't an address of this machine",
                cause: cause)
        case EACCES:
            return EndpointError(
                .notAllowed, "cannot listen at \(place): choose a port of 1024 or more",
                cause: cause)
        default:
            return EndpointError(.other, "cannot listen at \(place)", cause: cause)
        }
    }
}
