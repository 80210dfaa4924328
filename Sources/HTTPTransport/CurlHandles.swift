import CCurl

/// Curl's handles of one client: a transfer, used again and again, and what drives it.
///
/// Freed together, in the order that curl asks for.
@safe
struct CurlHandles: ~Copyable {
    /// Curl is made ready once for the process, before any handle.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// The transfer.
    let easy: UnsafeMutableRawPointer
    /// What drives it.
    let multi: UnsafeMutableRawPointer
    /// Where curl writes what went wrong; zero-terminated.
    let problem: UnsafeMutablePointer<CChar>

    /// Makes both; curl fails at it only where memory is exhausted.
    init() throws(HTTPError) {
        guard Self.isReady, let easy = unsafe curl_easy_init() else { throw Self.failure }
        guard let multi = unsafe curl_multi_init() else {
            unsafe curl_easy_cleanup(easy)
            throw Self.failure
        }
        unsafe self.easy = unsafe easy
        unsafe self.multi = unsafe multi
        unsafe problem = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe problem.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // A transfer that isn't under way is removed without harm.
        unsafe curl_multi_remove_handle(multi, easy)
        unsafe curl_easy_cleanup(easy)
        unsafe curl_multi_cleanup(multi)
        // Curl writes into it until the transfer is freed.
        unsafe problem.deallocate()
    }

    private static var failure: HTTPError {
        HTTPError(.other, "curl doesn't start: is memory exhausted?", isRetriable: false)
    }
}
