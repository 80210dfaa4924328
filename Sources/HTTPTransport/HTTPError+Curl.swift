import CCurl

extension HTTPError {
    /// What one of curl's codes means.
    ///
    /// - Parameters:
    ///   - origin: The server that was asked.
    ///   - detail: What curl said of this case.
    init(_ curlCode: CURLcode, origin: String, detail: String) {
        let kind = Self.kind(of: curlCode)
        // The text belongs to curl and is never freed.
        let general = unsafe String(cString: curl_easy_strerror(curlCode))
        self.init(
            kind.code, "cannot reach \(origin): \(kind.what)",
            cause: detail.isEmpty ? general : detail, isRetriable: kind.isRetriable)
    }

    private static func kind(
        of code: CURLcode
    ) -> (code: Code, what: String, isRetriable: Bool) {
        switch code {
        case CURLE_COULDNT_CONNECT:
            (.refused, "nobody accepts a connection; is the server running there?", true)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            (.unresolved, "its name has no address; correct the name, or the resolver", true)
        case CURLE_OPERATION_TIMEDOUT: (.timedOut, "it doesn't answer in time", true)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
            CURLE_SEND_FAIL_REWIND, CURLE_READ_ERROR:
            (.reset, "the connection ended before the answer did", true)
        case CURLE_SSL_CONNECT_ERROR:
            (.tls, "the encrypted connection doesn't come about; does it speak TLS?", true)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
            (
                .tls, "its certificate isn't trusted; name its authority's, or correct the host",
                false
            )
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_URL_MALFORMAT,
            CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_BAD_FUNCTION_ARGUMENT:
            (.configuration, "the connection's settings are wrong; correct them", false)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
            (.notHTTP, "what answers doesn't speak HTTP; correct the port", true)
        default: (.other, "the request failed", true)
        }
    }
}
