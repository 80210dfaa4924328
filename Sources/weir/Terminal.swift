import Foundation

/// Where the program writes: data on standard output, messages on standard error.
enum Terminal {
    /// Writes a line of data.
    static func output(_ line: String) {
        write(Array((line + "\n").utf8))
    }

    /// Writes bytes of data.
    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Writes a message.
    static func message(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Replaces the line that is being shown, on a terminal only.
    static func progress(_ text: String) {
        FileHandle.standardError.write(Data("\r\u{1b}[K\(text)".utf8))
    }

    /// True where somebody looks at the messages.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}
