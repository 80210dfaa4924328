import DatabaseDelivery
import HTTPMessages
import HTTPTransport
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

/// A dialect and a real server, without a sink between them.
final class QuestDBConnection {
    let dialect: QuestDBDialect
    private let client: HTTPClient

    init(_ url: String, _ configuration: QuestDBConfiguration = QuestDBConfiguration()) throws {
        dialect = QuestDBDialect(configuration)
        client = try HTTPClient(try #require(HTTPAddress(url)))
    }

    func ask(_ request: HTTPRequest) throws -> HTTPAnswer {
        try client.start(request)
        while true {
            if let answer = try client.advance(timeoutMilliseconds: 1000) { return answer }
        }
    }

    /// Makes and verifies the tables, and counts the requests.
    @discardableResult
    func prepare() throws -> Int {
        var count = 0
        while let request = dialect.nextPreparation() {
            _ = try dialect.judgePreparation(ask(request))
            count += 1
        }
        return count
    }

    /// Writes records of one topic in one request.
    func write(_ records: [BusRecord], _ topic: TopicName) throws -> WriteVerdict {
        var lines: [UInt8] = []
        for record in records { try dialect.append(record, topic: topic, to: &lines) }
        return try post(lines, topic, count: records.count)
    }

    func post(_ lines: [UInt8], _ topic: TopicName, count: Int) throws -> WriteVerdict {
        let answer = try ask(dialect.writeRequest(topic: topic, lines: lines))
        return dialect.judgeWrite(answer, lineCount: count)
    }

    func health() throws -> String? {
        try dialect.judgeHealth(ask(#require(dialect.healthRequest())))
    }
}
