import DatabaseDelivery
import StreamProcessing
import TestSupport
import Testing
import TopicEncoding

struct BatchDeliveryTests {
    private func batch(_ count: Int) throws -> RowBatch {
        var batch = RowBatch(topic: .flows)
        let dialect = PlainDialect()
        for number in 0..<count { try batch.append(record(number), with: dialect) }
        return batch
    }

    private func record(_ number: Int) -> BusRecord {
        BusRecord(
            topicPartition: TopicPartition(topic: "flows", partition: 0), offset: Int64(number),
            appendTimeMilliseconds: 0, key: nil, value: Array("row \(number)".utf8), headers: [])
    }

    /// Delivers until finished; throws what the delivery throws.
    private func deliver(
        _ delivery: inout BatchDelivery, to database: inout ModelDatabase,
        _ random: inout SeededGenerator
    ) throws(DatabaseError) {
        while true {
            guard database.requests < 20_000 else {
                Issue.record("the delivery doesn't come to an end")
                return
            }
            let lines = delivery.nextLines
            #expect(lines.count { $0 == 0x0a } == delivery.nextCount)
            if try delivery.judge(database.write(lines, &random)) == .finished { break }
        }
        #expect(delivery.nextCount == 0)
        #expect(delivery.nextLines.isEmpty)
    }

    @Test(arguments: ModelDatabase.Manner.allCases)
    func `whatever rows are bad, exactly those are refused and all others stored`(
        manner: ModelDatabase.Manner
    ) throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            let count = Int.random(in: 1...400, using: &random)
            let badCount = Int.random(in: 0...max(1, count / 2), using: &random)
            guard badCount * 2 <= count || count < BatchDelivery.leastJudgedRows else { continue }
            var numbers = Array(0..<count)
            // Bad rows come alone and in runs.
            if Bool.random(using: &random) { numbers.shuffle(using: &random) }
            let bad = Set(numbers.prefix(badCount))
            var database = ModelDatabase(
                manner: manner, bad: Set(bad.map { "row \($0)" }))
            if Bool.random(using: &random) { database.maximumBytes = 500 }
            database.awayPercent = Bool.random(using: &random) ? 30 : 0
            database.refusesCompression = Bool.random(using: &random)
            var delivery = BatchDelivery(try batch(count))
            try deliver(&delivery, to: &database, &random)
            let refused = delivery.refused
            #expect(
                refused.map { Int($0.record.offset) } == bad.sorted(), "seed \(seed), \(round)")
            #expect(refused.allSatisfy { $0.cause == "bad" })
            let good = Set((0..<count).filter { !bad.contains($0) }.map { "row \($0)" })
            #expect(Set(database.stored.keys) == good, "seed \(seed), \(round)")
            let times = (0..<count).compactMap { database.stored["row \($0)"] }
            #expect(times == times.sorted(), "seed \(seed): rows are out of order")
        }
    }

    @Test(arguments: [0, 1, 2, 7, 31])
    func `k bad rows take k + 1 requests where the database names them`(bad: Int) throws {
        var random = SeededGenerator(seed: 5)
        let rows = Set((0..<10_000).shuffled(using: &random).prefix(bad).map { "row \($0)" })
        var database = ModelDatabase(manner: .namesLine, bad: rows)
        var delivery = BatchDelivery(try batch(10_000))
        try deliver(&delivery, to: &database, &random)
        #expect(database.requests == bad + 1)
        #expect(delivery.refused.count == bad)
    }

    @Test func `many bad rows don't make everything be sent again for each`() throws {
        var random = SeededGenerator(seed: 6)
        let rows = Set((0..<4_000).shuffled(using: &random).prefix(2_000).map { "row \($0)" })
        var database = ModelDatabase(manner: .namesLine, bad: rows)
        let batch = try batch(4_000)
        var delivery = BatchDelivery(batch)
        try deliver(&delivery, to: &database, &random)
        #expect(delivery.refused.count == 2_000)
        #expect(database.requests <= 2_000 + 1 + 4_000 / 128 + 1)
        #expect(database.bytes < 100 * batch.lines.count)
    }

    @Test(arguments: [1, 3, 20])
    func `bad rows that nobody names are found by halves`(bad: Int) throws {
        var random = SeededGenerator(seed: 7)
        let rows = Set((0..<4_096).shuffled(using: &random).prefix(bad).map { "row \($0)" })
        var database = ModelDatabase(manner: .storesPart, bad: rows)
        var delivery = BatchDelivery(try batch(4_096))
        try deliver(&delivery, to: &database, &random)
        #expect(delivery.refused.count == bad)
        #expect(database.requests <= 1 + 2 * bad * 12)
    }

    @Test(arguments: ModelDatabase.Manner.allCases)
    func `where most rows are refused the table is to blame, and none is a dead letter`(
        manner: ModelDatabase.Manner
    ) throws {
        var random = SeededGenerator(seed: 8)
        let batch = try batch(1_000)
        var database = ModelDatabase(
            manner: manner, bad: Set((0..<501).map { "row \($0 * 999 / 501)" }))
        var delivery = BatchDelivery(batch)
        let error = #expect(throws: DatabaseError.self) {
            try deliver(&delivery, to: &database, &random)
        }
        #expect(error?.code == .mostRowsRefused)
        // Of few rows all may be bad.
        var few = BatchDelivery(try self.batch(19))
        try deliver(&few, to: &database, &random)
        let bad = (0..<19).filter { database.bad.contains("row \($0)") }
        #expect(few.refused.map { Int($0.record.offset) } == bad)
    }

    @Test func `a line that alone is too large is refused, and the limit is told`() throws {
        var random = SeededGenerator(seed: 9)
        var batch = try batch(50)
        var long = record(50)
        long.value = [UInt8](repeating: 0x61, count: 1_000)
        try batch.append(long, with: PlainDialect())
        var database = ModelDatabase(manner: .namesLine, bad: [])
        database.maximumBytes = 100
        var delivery = BatchDelivery(batch)
        try deliver(&delivery, to: &database, &random)
        #expect(delivery.refused == [RefusedRow(record: long, cause: "too large")])
        #expect(database.stored.count == 50)
        #expect((101...250).contains(try #require(delivery.tooLargeBytes)))
    }

    @Test func `what the database asks for is passed on`() throws {
        var delivery = BatchDelivery(try batch(3))
        let lines = delivery.nextLines
        #expect(
            try delivery.judge(.away(retryAfterSeconds: 3, cause: "busy"))
                == .wait(retryAfterSeconds: 3, cause: "busy"))
        #expect(delivery.nextLines == lines)
        #expect(try delivery.judge(.uncompressedOnly) == .next)
        #expect(throws: DatabaseError.self) { try delivery.judge(.uncompressedOnly) }
        let wrong = DatabaseError(.unauthorised, "no")
        #expect(throws: wrong) { try delivery.judge(.misconfigured(wrong)) }
    }

    @Test func `a batch is full at each of its limits`() throws {
        let rows = try batch(10)
        #expect(!rows.isFull(BatchLimits()))
        #expect(rows.isFull(BatchLimits(maximumRows: 10)))
        #expect(!rows.isFull(BatchLimits(maximumRows: 11)))
        #expect(rows.isFull(BatchLimits(maximumBytes: 60)))
        #expect(!rows.isFull(BatchLimits(maximumBytes: 61)))
        #expect(rows.isFull(BatchLimits(maximumRecordBytes: 50)))
        #expect(!rows.isFull(BatchLimits(maximumRecordBytes: 51)))
    }
}
