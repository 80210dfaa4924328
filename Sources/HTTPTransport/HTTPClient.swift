import CCurl
import Glibc
public import HTTPMessages

/// Sends requests to one server, one at a time, over a connection that is kept.
///
/// Belongs to the thread that made it. Nothing here blocks but `advance`, and that for as long as
/// it is told: the thread does other work while a request is on its way. A request is sent once;
/// only where a kept connection turns out to be closed before anything came back, curl sends it
/// again over a new one. Redirects aren't followed, and proxies of the environment aren't used.
public final class HTTPClient {
    /// Curl's buffer for sending: large bodies go out in few calls.
    private static let sendBufferBytes = 512 << 10

    /// The server.
    public let address: HTTPAddress
    private let options: HTTPClientOptions
    private let handles: CurlHandles
    private let headers = CurlHeaders()
    private var transfer: HTTPTransfer?

    /// A client that connects with its first request.
    public init(
        _ address: HTTPAddress, options: HTTPClientOptions = HTTPClientOptions()
    ) throws(HTTPError) {
        self.address = address
        self.options = options
        handles = try CurlHandles()
        Self.blockBrokenPipes()
        try set([
            // No signal handlers: they belong to the process, and other threads run.
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_TCP_KEEPALIVE, 1), (CURLOPT_TCP_NODELAY, 1),
            // A resolver that is silent is left behind, rather than waited for.
            (CURLOPT_QUICK_EXIT, 1), (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
            (CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeoutMilliseconds),
            (CURLOPT_UPLOAD_BUFFERSIZE, Self.sendBufferBytes),
        ])
        try check(unsafe weir_curl_set_text(handles.easy, CURLOPT_PROXY, ""))
        try check(
            unsafe weir_curl_set_pointer(handles.easy, CURLOPT_ERRORBUFFER, handles.problem))
        if let path = options.authorityPath {
            try check(unsafe weir_curl_set_text(handles.easy, CURLOPT_CAINFO, path))
        }
    }

    deinit {
        cancel()
    }

    /// Whether a request is on its way.
    public var isBusy: Bool { transfer != nil }

    /// Begins a request; nothing may be on its way.
    ///
    /// What goes wrong is told by `advance`, except for settings that curl doesn't take.
    public func start(_ request: HTTPRequest) throws(HTTPError) {
        precondition(transfer == nil, "a request is on its way already")
        let transfer = HTTPTransfer(request)
        try prepare(request, transfer)
        unsafe handles.problem.pointee = 0
        let code = unsafe curl_multi_add_handle(handles.multi, handles.easy)
        guard code == CURLM_OK else { throw failure(code) }
        self.transfer = transfer
    }

    /// Goes on with the request: sends and receives what can be, for at most so long.
    ///
    /// - Parameter timeoutMilliseconds: How long to wait for the answer; 0 doesn't wait.
    /// - Returns: The answer once it is complete; nil while it isn't, and without a request.
    /// - Throws: Why there will be none; nothing is on its way afterwards.
    public func advance(timeoutMilliseconds: Int32) throws(HTTPError) -> HTTPAnswer? {
        guard transfer != nil else { return nil }
        let end = ContinuousClock.now + .milliseconds(Int64(timeoutMilliseconds))
        while true {
            var running: Int32 = 0
            var code = unsafe curl_multi_perform(handles.multi, &running)
            var result = CURLE_OK
            if code == CURLM_OK,
                unsafe weir_curl_next_ended(handles.multi, &result) != 0
            {
                return try finish(result)
            }
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            if code == CURLM_OK {
                guard left > 0 else { return nil }
                code = unsafe curl_multi_poll(
                    handles.multi, nil, 0, Int32(left.rounded(.up)), nil)
            }
            guard code == CURLM_OK else {
                cancel()
                throw failure(code)
            }
        }
    }

    /// Gives the request up and closes its connection; the server may do it all the same.
    public func cancel() {
        guard transfer != nil else { return }
        unsafe curl_multi_remove_handle(handles.multi, handles.easy)
        transfer = nil
    }

    private func prepare(_ request: HTTPRequest, _ transfer: HTTPTransfer) throws(HTTPError) {
        let timeout = options.timeoutMilliseconds(bodyBytes: request.body.count)
        try check(
            unsafe weir_curl_set_text(
                handles.easy, CURLOPT_URL, address.origin + request.target))
        switch request.method {
        case .get: try set([(CURLOPT_HTTPGET, 1)])
        case .post: try set([(CURLOPT_POST, 1)])
        }
        try set([(CURLOPT_TIMEOUT_MS, timeout)])
        try check(
            unsafe weir_curl_set_size(
                handles.easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count)))
        try check(unsafe headers.replace(with: request.headers, of: handles.easy))
        // The client keeps the transfer until the handle is removed from the multi handle, and
        // curl calls back only in between.
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        try check(
            unsafe weir_curl_set_callbacks(
                handles.easy, HTTPTransfer.read, HTTPTransfer.seek, HTTPTransfer.write, context))
    }

    private func finish(_ code: CURLcode) throws(HTTPError) -> HTTPAnswer {
        let body = transfer?.answer ?? []
        let status = unsafe weir_curl_get_long(handles.easy, CURLINFO_RESPONSE_CODE)
        // Curl turns a date into what is left until then.
        let wait = unsafe weir_curl_get_size(handles.easy, CURLINFO_RETRY_AFTER)
        cancel()
        try check(code)
        guard (100...599).contains(status) else {
            throw HTTPError(CURLE_WEIRD_SERVER_REPLY, origin: address.origin, detail: "")
        }
        return HTTPAnswer(
            status: Int(status), retryAfterSeconds: wait > 0 ? Double(wait) : nil, body: body)
    }

    private func set(_ numbers: [(CURLoption, Int)]) throws(HTTPError) {
        for (option, value) in numbers {
            try check(unsafe weir_curl_set_long(handles.easy, option, value))
        }
    }

    private func check(_ code: CURLcode) throws(HTTPError) {
        guard code != CURLE_OK else { return }
        // Curl ends what it writes there with a zero.
        let detail = unsafe String(cString: handles.problem)
        throw HTTPError(code, origin: address.origin, detail: detail)
    }

    private func failure(_ code: CURLMcode) -> HTTPError {
        HTTPError(
            .other, "cannot ask \(address.origin): curl refuses",
            // The text belongs to curl and is never freed.
            cause: unsafe String(cString: curl_multi_strerror(code)), isRetriable: true)
    }

    /// Lets a write to a connection that the server has closed fail as an error: where it is
    /// encrypted, curl can't ask for that, and the signal would end the process.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        // Both calls only touch the set on this stack and this thread's mask.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
