import CCurl
import Glibc
import HTTPMessages

/// One request on its way and what has come of its answer: what curl's callbacks reach.
///
/// The client owns it until curl has let go of the transfer; the callbacks come on the client's
/// thread, from within its calls.
final class HTTPTransfer {
    /// How much of an answer's body is kept; what comes behind it is dropped.
    static let maximumAnswerBytes = 64 << 10

    private let body: [UInt8]
    private var sent = 0
    private(set) var answer: [UInt8] = []

    init(_ request: HTTPRequest) {
        body = request.body
    }

    /// Gives curl the next bytes of the request's body.
    static let read: weir_curl_transfer = { target, size, count, context in
        guard let context = unsafe context, let target = unsafe target else { return 0 }
        // The client keeps the transfer until curl has let go of it.
        let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        let room = size * count
        return unsafe transfer.body.withUnsafeBytes { bytes in
            let length = min(room, bytes.count - transfer.sent)
            guard length > 0, let start = bytes.baseAddress else { return 0 }
            // Curl's buffer has room for as much, and the body has as much left.
            unsafe memcpy(target, start + transfer.sent, length)
            transfer.sent += length
            return length
        }
    }

    /// Goes back to the body's beginning, for curl to send it again: a connection that was kept
    /// alive turned out to be closed.
    static let seek: weir_curl_seek = { context, offset, origin in
        guard let context = unsafe context else { return CURL_SEEKFUNC_FAIL }
        // As above.
        let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        guard origin == SEEK_SET, offset >= 0, offset <= transfer.body.count else {
            return CURL_SEEKFUNC_FAIL
        }
        transfer.sent = Int(offset)
        return CURL_SEEKFUNC_OK
    }

    /// Takes bytes of the answer's body.
    static let write: weir_curl_transfer = { source, size, count, context in
        guard let context = unsafe context, let source = unsafe source else { return 0 }
        // As above.
        let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        let length = size * count
        let kept = min(length, maximumAnswerBytes - transfer.answer.count)
        if kept > 0 {
            // Curl's bytes live as long as the call.
            unsafe transfer.answer.append(
                contentsOf: UnsafeRawBufferPointer(start: source, count: kept))
        }
        // What isn't kept is taken all the same: less would end the transfer as an error.
        return length
    }
}
