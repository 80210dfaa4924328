import CMicroHTTPD
import Glibc
import Synchronization

/// Answers HTTP requests for a few small pages, on one thread of its own.
///
/// Connections, their memory and their time are bounded: whoever asks slowly or often is cut off
/// and holds nobody up. Whatever makes the pages must not block.
public final class MetricsEndpoint: Sendable {
    /// How many connections are open at a time; more are closed at once.
    public static let maximumConnections: UInt32 = 16
    /// A connection on which nothing happens is closed after so long.
    public static let timeoutSeconds: UInt32 = 10
    /// How much memory a connection's request may take.
    public static let connectionBytes = 32 << 10

    /// The daemon, which has the socket and the thread.
    ///
    /// Sendable unchecked: it is only handed to the call that stops it, once.
    @safe
    private struct Daemon: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private let daemon: Mutex<Daemon?>
    private let handler: RequestHandler
    /// Where it listens, as a URL's host and port.
    public let address: String

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - host: An address of this machine, in numbers.
    ///   - port: The port; 0 for any that is free.
    ///   - respond: The page at a path, nil where there is none; called on the endpoint's thread.
    public init(
        host: String, port: UInt16, respond: @escaping @Sendable (String) -> HTTPResponse?
    ) throws(EndpointError) {
        let socket = try ListeningSocket(host: host, port: port)
        address = host.contains(":") ? "[\(host)]:\(socket.port)" : "\(host):\(socket.port)"
        handler = RequestHandler(respond)
        let descriptor = socket.take()
        // The handler lives as long as this, and the daemon's thread ends before this does.
        let started = unsafe weir_MHD_start(
            descriptor, Self.maximumConnections, Self.timeoutSeconds, Self.connectionBytes,
            RequestHandler.callback, Unmanaged.passUnretained(handler).toOpaque())
        guard let started = unsafe started else {
            daemon = Mutex(nil)
            // What didn't start took nothing over.
            _ = Glibc.close(descriptor)
            throw EndpointError(
                .other, "cannot listen at \(address): the HTTP server doesn't start")
        }
        daemon = unsafe Mutex(Daemon(pointer: started))
    }

    deinit {
        close()
    }

    /// Stops listening and closes all connections, without waiting for their ends.
    public func close() {
        let stopped = daemon.withLock { daemon in
            defer { daemon = nil }
            return daemon
        }
        // Joins the thread, which is done as soon as the page that it may be making.
        if let stopped { unsafe MHD_stop_daemon(stopped.pointer) }
    }
}
