import DatabaseDelivery
import HTTPMessages
import RowEncoding
import StreamProcessing
import TestSupport
import TopicEncoding

/// Brings records into a server as the sink does, one request after the other.
struct InfluxDBDelivery {
    let dialect: InfluxDBDialect
    private let address: String

    init(address: String, settings: InfluxDBSettings) {
        self.address = address
        dialect = InfluxDBDialect(settings)
    }

    init(_ server: InfluxDBServer, settings: InfluxDBSettings? = nil) {
        self.init(
            address: server.server.address,
            settings: settings
                ?? (server.generation == .v1 ? InfluxDBSamples.v1 : InfluxDBSamples.v2))
    }

    /// Goes through the preparation.
    func prepare() throws {
        while let request = dialect.nextPreparation() {
            _ = try dialect.judgePreparation(try answer(request))
        }
    }

    /// Delivers records of one topic in one batch; the records that were refused.
    func deliver(_ records: [BusRecord], _ topic: TopicName) throws -> [BusRecord] {
        var batch = RowBatch(topic: topic)
        for record in records { try batch.append(record, with: dialect) }
        var delivery = BatchDelivery(batch)
        while delivery.nextCount > 0 {
            let answer = try answer(
                dialect.writeRequest(topic: topic, lines: delivery.nextLines))
            let step = try delivery.judge(
                dialect.judgeWrite(answer, lineCount: delivery.nextCount))
            if case .wait(_, let cause) = step {
                throw InfluxDBServer.Refusal(description: cause)
            }
        }
        return delivery.refused.map(\.record)
    }

    private func answer(_ request: HTTPRequest) throws -> HTTPAnswer {
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        let (status, body) = try LoopbackClient(url: address).send(
            request.method.rawValue, request.target, headers: headers, body: request.body)
        return HTTPAnswer(status: status, body: body)
    }
}
