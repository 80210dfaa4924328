import Foundation
import Glibc

/// A server of a test's own, started by a script that takes `start DIR`, `stop DIR`, `kill DIR`,
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
    /// The folder that the script takes: the server's data and logs.
    public var directory: String { folder.file("server") }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameters:
    ///   - options: What follows the folder on the command line.
    ///   - addressFile: The file of the folder that the script writes the address into.
    public init(_ tool: String, options: [String] = [], addressFile: String = "url") throws {
        self.tool = tool
        let folder = try TemporaryFolder()
        self.folder = folder
        let directory = folder.file("server")
        try Self.run(tool, ["start", directory] + options)
        let text = try String(contentsOfFile: "\(directory)/\(addressFile)", encoding: .utf8)
        address = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        try? Self.run(tool, ["stop", directory])
    }

    /// Ends it as `kill -9` does.
    public func kill() throws { try run("kill") }

    /// Holds it up: connections stay, and nobody answers.
    public func pause() throws { try run("pause") }

    /// Lets it go on.
    public func resume() throws { try run("resume") }

    /// Starts it again on what it had.
    public func restart() throws { try run("restart") }

    /// Runs one of the script's commands on this server to its end.
    ///
    /// - Parameter arguments: What follows the folder on the command line.
    public func run(_ command: String, _ arguments: [String] = []) throws {
        try Self.run(tool, [command, directory] + arguments)
    }

    /// What one of the script's commands prints.
    public func output(_ command: String, _ arguments: [String] = []) throws -> String {
        let path = folder.file("output")
        try Self.run(tool, [command, directory] + arguments, output: path)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Runs the script to its end, of which the kernel tells: Foundation waits for whoever inherits
    /// its descriptors, the server among them, and may never hear of it.
    ///
    /// - Parameter output: A file for what it prints; its path holds no quotes.
    private static func run(
        _ tool: String, _ arguments: [String], output: String = "/dev/null"
    ) throws {
        let withoutDescriptors =
            "for fd in $(ls /proc/$$/fd); do [ $fd -le 2 ] || eval \"exec $fd>&-\"; done; "
            // The server must not be loaded with what tests load.
            + "unset LD_LIBRARY_PATH; \"$@\" </dev/null >'\(output)' 2>&1"
        let words = ["/bin/bash", "-c", withoutDescriptors, "server", tool] + arguments
        // Copies for the call, freed behind it.
        var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let failure = unsafe posix_spawn(&identifier, words[0], nil, nil, &pointers, environ)
        guard failure == 0 else {
            throw Failure(description: "\(tool) doesn't start: error \(failure)")
        }
        var status: Int32 = 0
        while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Failure(description: "\(tool) \(arguments) ended with the status \(status)")
        }
    }
}
