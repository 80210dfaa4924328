import DatabaseDelivery
import HTTPMessages
import RowEncoding
import StreamProcessing
import TopicEncoding

/// A dialect whose lines are the records' values.
final class PlainDialect: DatabaseDialect {
    let topics: [TopicName] = [.flows]
    var latestEventTimeNanoseconds: Int64 = .max

    func nextPreparation() -> HTTPRequest? { nil }
    func judgePreparation(_ answer: HTTPAnswer) throws(DatabaseError) -> PreparationVerdict {
        .done
    }

    func append(
        _ record: BusRecord, topic: TopicName, to lines: inout [UInt8]
    ) throws(RowError) {
        lines += record.value
        lines.append(0x0a)
    }

    func writeRequest(topic: TopicName, lines: [UInt8]) -> HTTPRequest {
        HTTPRequest(.post, "/", body: lines)
    }

    func judgeWrite(_ answer: HTTPAnswer, lineCount: Int) -> WriteVerdict { .accepted }
    func healthRequest() -> HTTPRequest? { nil }
    func judgeHealth(_ answer: HTTPAnswer) -> String? { nil }
}
