import Foundation
import Glibc

/// A database of a test's own, started by a script that takes `start DIR`, `stop DIR`, `kill DIR`,
/// `pause DIR`, `resume DIR` and `restart DIR`; it ends with the last reference.
public final class ServerTool: Sendable {
    /// A command that failed.
    public struct Failure: Error, CustomStringConvertible {
        /// Which one, and how.
        public let description: String
    }

    /// Where it answers, such as `http://127.0.0.1:9000`.
    public let address: String
    private let tool: String
    private let folder: TemporaryFolder
    private var directory: String { folder.file("server") }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter options: What follows the folder on the command line.
    public init(_ tool: String, options: [String] = []) throws {
        self.tool = tool
        let folder = try TemporaryFolder()
        self.folder = folder
        try Self.run(tool, ["start", folder.file("server")] + options)
        let text = try String(contentsOfFile: "\(folder.file("server"))/url", encoding: .utf8)
        address = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        try? Self.run(tool, ["stop", directory])
    }

    /// Ends it as `kill -9` does.
    public func kill() throws { try Self.run(tool, ["kill", directory]) }

    /// Holds it up: connections stay, and nobody answers.
    public func pause() throws { try Self.run(tool, ["pause", directory]) }

    /// Lets it go on.
    public func resume() throws { try Self.run(tool, ["resume", directory]) }

    /// Starts it again on what it had.
    public func restart() throws { try Self.run(tool, ["restart", directory]) }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        // Foundation waits for whoever inherits its descriptors, the server among them: the shell
        // closes them first.
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments =
            [
                "-c",
                "for fd in $(ls /proc/$$/fd); do [ $fd -le 2 ] || eval \"exec $fd>&-\"; done; \"$@\"",
                "server", tool,
            ] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // The server must not be loaded with what tests load.
        process.environment = ProcessInfo.processInfo.environment.filter {
            $0.key != "LD_LIBRARY_PATH"
        }
        try process.run()
        var information = unsafe siginfo_t()
        // The kernel fills in a variable of this stack; the child stays for Foundation to reap. It
        // is asked, since Foundation may never hear of the end.
        let result = unsafe waitid(
            P_PID, id_t(process.processIdentifier), &information, WEXITED | WNOWAIT)
        if result != 0 { process.waitUntilExit() }
        let status =
            unsafe result == 0
            ? information._sifields._sigchld.si_status : process.terminationStatus
        guard status == 0 else {
            throw Failure(description: "\(tool) \(arguments) ended with \(status)")
        }
    }
}
