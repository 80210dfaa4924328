internal import Glibc

extension CaptureError {
    /// The error of a file that can't be opened or read, from the system's number.
    static func opening(_ path: String, errno number: Int32) -> CaptureError {
        let cause = unsafe String(cString: strerror(number))
        return switch number {
        case ENOENT, ENOTDIR:
            CaptureError(.notFound, "There is no file \(path).", cause: cause)
        case EACCES, EPERM:
            CaptureError(
                .permission, "\(path) may not be read by this user; change its owner or mode.",
                cause: cause)
        default: CaptureError(.other, "\(path) can't be opened.", cause: cause)
        }
    }
}
