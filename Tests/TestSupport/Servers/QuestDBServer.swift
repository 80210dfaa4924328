import Foundation

/// A real QuestDB of one test, to be ended, held up and started again.
public final class QuestDBServer {
    /// What a test without the server says.
    public static let absence: String = "no QuestDB: QUESTDB_TOOL names none, or there is no Java"

    /// Its address: `http://127.0.0.1:PORT`.
    public var url: String { server.address }
    private let server: ServerTool
    private let client: LoopbackClient

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
        server = try ServerTool(tool, options: options)
        guard let client = LoopbackClient(address: server.address) else {
            throw Failure(description: "\(server.address) has no port")
        }
        self.client = client
    }

    /// Ends it as `kill -9` does.
    public func kill() throws { try server.kill() }

    /// Holds it up: connections stay open and nobody answers.
    public func pause() throws { try server.pause() }

    /// Lets it go on.
    public func resume() throws { try server.resume() }

    /// Starts it again on its data.
    public func restart() throws { try server.restart() }

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
}
