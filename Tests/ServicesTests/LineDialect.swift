import DatabaseDelivery
import HTTPMessages
import RowEncoding
import StreamProcessing
import TopicEncoding

/// A dialect for a `FakeDatabase`: a line is the topic, the record's place and its value.
final class LineDialect: DatabaseDialect {
    let topics: [TopicName] = [.flows, .alerts]
    var latestEventTimeNanoseconds: Int64 = 0
    let batchLimits: BatchLimits
    private var steps = 2
    private var isCompressing: Bool

    /// - Parameter isCompressing: Whether it claims to compress at first.
    init(isCompressing: Bool = false, batchLimits: BatchLimits = BatchLimits()) {
        self.isCompressing = isCompressing
        self.batchLimits = batchLimits
    }

    func nextPreparation() -> HTTPRequest? {
        steps == 0 ? nil : HTTPRequest(.get, "/prepare")
    }

    func judgePreparation(_ answer: HTTPAnswer) throws(DatabaseError) -> PreparationVerdict {
        guard answer.status == 200 else {
            if answer.status == 401 { throw DatabaseError(.unauthorised, "no login") }
            return .away(retryAfterSeconds: nil, cause: "status \(answer.status)")
        }
        steps -= 1
        return .done
    }

    static func line(_ record: BusRecord, _ topic: TopicName) -> String {
        "\(topic.rawValue) \(record.topicPartition.partition) \(record.offset) "
            + String(decoding: record.value, as: UTF8.self)
    }

    func append(
        _ record: BusRecord, topic: TopicName, to lines: inout [UInt8]
    ) throws(RowError) {
        guard record.value.first != 0x21 else {
            throw RowError(record, "it begins with an exclamation mark")
        }
        lines += Array(Self.line(record, topic).utf8)
        lines.append(0x0a)
    }

    func writeRequest(topic: TopicName, lines: [UInt8]) -> HTTPRequest {
        let headers = isCompressing ? [HTTPHeader("Content-Encoding", "gzip")] : []
        return HTTPRequest(.post, "/write?topic=\(topic.rawValue)", headers: headers, body: lines)
    }

    func judgeWrite(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict {
        let text = String(decoding: answer.body, as: UTF8.self)
        switch answer.status {
        case 204: return .accepted
        case 400:
            let digits = text.split(separator: ":").last?.dropLast() ?? ""
            return .refusedLine((Int(digits) ?? 0) - 1, cause: "bad")
        case 401: return .misconfigured(DatabaseError(.unauthorised, "no login"))
        case 413: return .tooLarge(cause: "too large")
        case 415:
            isCompressing = false
            return .uncompressedOnly
        default:
            return .away(
                retryAfterSeconds: answer.retryAfterSeconds, cause: "status \(answer.status)")
        }
    }

    func healthRequest() -> HTTPRequest? { HTTPRequest(.get, "/health") }

    func judgeHealth(_ answer: HTTPAnswer) -> String? {
        answer.status == 200 ? nil : "status \(answer.status)"
    }
}
