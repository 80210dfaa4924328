import Foundation
import ServiceRuntime

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

    /// Ends the process at once.
    ///
    /// Threads of clients that librdkafka couldn't end in time may still run, and the handlers that
    /// libraries have for an end of the process would take from them what they use.
    static func end(_ code: ExitCode) -> Never {
        fflush(nil)
        _exit(code.rawValue)
    }

    /// True where somebody looks at the messages.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}
