import CCurl
import HTTPMessages

/// The headers of a client's requests as curl wants them: a list that lives as long as they are in
/// use, and is made anew only where they change.
@safe
final class CurlHeaders {
    private var list: UnsafeMutablePointer<curl_slist>?
    private var headers: [HTTPHeader]?

    deinit {
        // The client's handles, which hold the list, are used no more.
        unsafe curl_slist_free_all(list)
    }

    /// Gives a transfer these headers instead of those that it had.
    func replace(
        with headers: [HTTPHeader], of easy: UnsafeMutableRawPointer
    ) -> CURLcode {
        guard headers != self.headers else { return CURLE_OK }
        var made: UnsafeMutablePointer<curl_slist>?
        // An empty `Expect` keeps curl from waiting a second for a server that doesn't answer it.
        let lines = ["Expect:"] + headers.map { "\($0.name): \($0.value)" }
        for line in lines {
            // Curl copies the text.
            guard let longer = unsafe curl_slist_append(made, line) else {
                unsafe curl_slist_free_all(made)
                return CURLE_OUT_OF_MEMORY
            }
            unsafe made = longer
        }
        let code = unsafe weir_curl_set_pointer(easy, CURLOPT_HTTPHEADER, made)
        guard code == CURLE_OK else {
            unsafe curl_slist_free_all(made)
            return code
        }
        unsafe curl_slist_free_all(list)
        unsafe list = made
        self.headers = headers
        return CURLE_OK
    }
}
