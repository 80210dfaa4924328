import Glibc

extension SinkError {
    /// The error for a failed system call, by the number that it left behind.
    static func system(_ number: Int32, _ action: String, _ path: String) -> SinkError {
        // The C library's text is static or thread-local; it is copied at once.
        let text = unsafe strerror(number).map { unsafe String(cString: $0) }
        switch number {
        case ENOSPC, EDQUOT:
            return SinkError(
                .full, "\(path) can't be \(action) because the disk is full; make room.",
                cause: text, isRetriable: true)
        case EACCES, EPERM, EROFS:
            return SinkError(
                .unavailable, "\(path) can't be \(action); check its owner and rights.",
                cause: text)
        default:
            return SinkError(
                .unavailable, "\(path) can't be \(action); check the path and its disk.",
                cause: text)
        }
    }
}
