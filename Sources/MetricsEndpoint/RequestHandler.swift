import CMicroHTTPD

/// What libmicrohttpd's callback reaches: it is the callback's context.
///
/// The endpoint owns it and lets go of it only after `MHD_stop_daemon`, which ends the one thread
/// that the callback comes on.
final class RequestHandler: Sendable {
    private let respond: @Sendable (String) -> HTTPResponse?

    init(_ respond: @escaping @Sendable (String) -> HTTPResponse?) {
        self.respond = respond
    }

    /// Answers a request; on libmicrohttpd's thread.
    static let callback: MHD_AccessHandlerCallback = {
        context, connection, url, method, _, _, _, _ in
        guard let context = unsafe context, let connection = unsafe connection,
            let url = unsafe url, let method = unsafe method
        else { return .NO }
        // The endpoint keeps the handler until the daemon has stopped.
        let handler = unsafe Unmanaged<RequestHandler>.fromOpaque(context).takeUnretainedValue()
        // Both texts are libmicrohttpd's and live as long as the call.
        let response = unsafe handler.response(
            to: String(cString: method), String(cString: url))
        return unsafe queue(response, to: connection)
    }

    private func response(to method: String, _ path: String) -> HTTPResponse {
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed }
        return respond(path) ?? .notFound
    }

    /// Hands a response over; libmicrohttpd leaves the body out where HEAD was asked.
    private static func queue(
        _ response: HTTPResponse, to connection: OpaquePointer
    ) -> MHD_Result {
        // The bytes are copied by the call.
        let made = unsafe response.body.withUnsafeBytes { bytes in
            unsafe MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                .RESPMEM_MUST_COPY)
        }
        guard let made = unsafe made else { return .NO }
        // Queueing takes a reference of its own.
        defer { unsafe MHD_destroy_response(made) }
        var headers = [("Content-Type", response.contentType), ("Cache-Control", "no-store")]
        if response.status == 405 { headers.append(("Allow", "GET, HEAD")) }
        for (name, value) in headers {
            // The texts are copied by the call.
            guard unsafe MHD_add_response_header(made, name, value) == .YES else {
                return .NO
            }
        }
        return unsafe MHD_queue_response(connection, UInt32(response.status), made)
    }
}
