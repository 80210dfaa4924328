import Foundation
import Glibc

/// A real QuestDB of one test, to be ended, held up and started again.
public final class QuestDBServer {
    /// What a test without the server says.
    public static let absence: String = "no QuestDB: QUESTDB_TOOL names none, or there is no Java"

    /// Its address: `http://127.0.0.1:PORT`.
    public let url: String
    private let client: HTTPClient
    private let folder: TemporaryFolder
    private let tool: String
    private var directory: String { folder.file("questdb") }

    /// Why the server doesn't do what it should.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed.
        public let description: String
    }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter options: Further arguments of the script's `start`.
    public init(_ options: String...) throws {
        guard let tool = TestEnvironment.questDBTool else {
            throw Failure(description: Self.absence)
        }
        self.tool = tool
        folder = try TemporaryFolder()
        let directory = folder.file("questdb")
        try Self.run(tool, ["start", directory] + options)
        url = try String(contentsOfFile: "\(directory)/url", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard let client = HTTPClient(address: url) else {
            throw Failure(description: "\(url) has no port")
        }
        self.client = client
    }

    deinit {
        try? Self.run(tool, ["stop", directory])
    }

    /// Ends it as `kill -9` does.
    public func kill() throws { try Self.run(tool, ["kill", directory]) }

    /// Holds it up: connections stay open and nobody answers.
    public func pause() throws { try Self.run(tool, ["pause", directory]) }

    /// Lets it go on.
    public func resume() throws { try Self.run(tool, ["resume", directory]) }

    /// Starts it again on its data.
    public func restart() throws { try Self.run(tool, ["restart", directory]) }

    /// The JSON that the server answers to a query.
    public func body(_ query: String) throws -> String {
        var unreserved = CharacterSet.alphanumerics
        unreserved.insert(charactersIn: "-._~")
        let encoded = query.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        guard let answer = client.ask("/exec?query=\(encoded)") else {
            throw Failure(description: "QuestDB doesn't answer to \(query)")
        }
        guard answer.status == 200 else {
            throw Failure(description: "\(query): status \(answer.status), \(answer.body)")
        }
        return answer.body
    }

    /// The rows of a query, as values of JSON: texts, numbers, truth values and `NSNull`.
    public func rows(_ query: String) throws -> [[Any]] {
        let object = try JSONSerialization.jsonObject(with: Data(body(query).utf8))
        return (object as? [String: Any])?["dataset"] as? [[Any]] ?? []
    }

    /// One number of a query.
    public func number(_ query: String) throws -> Int? {
        try rows(query).first?.first as? Int
    }

    /// Waits until everything that was acknowledged can be seen.
    public func settle() throws {
        while try number(
            "SELECT count() FROM wal_tables() WHERE NOT suspended AND writerTxn <> sequencerTxn")
            != 0
        {}
    }

    /// Runs the script to its end; the kernel is asked for that, since Foundation waits for whoever
    /// inherits its descriptors, the server among them.
    private static func run(_ tool: String, _ arguments: [String]) throws {
        let close =
            "for fd in $(ls /proc/$$/fd); do [ $fd -le 2 ] || eval \"exec $fd>&-\"; done; "
            // The server must not be loaded with what tests load.
            + "unset LD_LIBRARY_PATH; \"$@\" </dev/null >/dev/null 2>&1"
        let texts = ["/bin/bash", "-c", close, "questdb", tool] + arguments
        // Copies for the call, freed behind it.
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let failure = unsafe posix_spawn(
            &identifier, texts[0], nil, nil, &pointers, environ)
        guard failure == 0 else {
            throw Failure(description: "\(tool) doesn't start: error \(failure)")
        }
        var status: Int32 = 0
        while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Failure(description: "\(arguments) ended with the status \(status)")
        }
    }
}
