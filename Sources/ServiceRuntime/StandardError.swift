import Glibc

/// The process's standard error.
public enum StandardError {
    /// Writes a text at once, so that the lines of several threads and processes don't mix.
    ///
    /// What can't be written is lost: there is nowhere to say so.
    @Sendable
    public static func write(_ text: String) {
        let bytes = Array(text.utf8)
        // The buffer outlives the call, which only reads it.
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        }
    }
}
