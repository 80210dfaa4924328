import Foundation
import SQLiteStorage
import StreamProcessing
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedProducerTests {
    /// Holds records back until the bound that a test sets.
    private static var patient: EmbeddedBusOptions {
        var options = EmbeddedBusOptions()
        options.maximumPendingAgeMilliseconds = 1_000_000
        return options
    }

    @Test func `records are held back until they are flushed`() throws {
        let test = try BusInFolder(Self.patient)
        let producer = try test.bus.makeProducer()
        for index in 0..<10 { try producer.send(test.record(String(index))) }
        #expect(try test.bus.offsets(of: test.place).end == 0)
        try producer.flush()
        #expect(try test.bus.offsets(of: test.place).end == 10)
        try producer.send(test.record("lost"))
        producer.close()
        #expect(try test.bus.offsets(of: test.place).end == 10)
        #expect(test.bus.counters.appendedRecords == 10)
        #expect(test.bus.counters.transactions == 1)
    }

    @Test func `as many records as a batch may have are appended`() throws {
        var options = Self.patient
        options.maximumPendingRecords = 4
        let test = try BusInFolder(options)
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        for index in 0..<9 { try producer.send(test.record(String(index))) }
        #expect(try test.bus.offsets(of: test.place).end == 8)
    }

    @Test func `as many bytes as a batch may have are appended`() throws {
        var options = Self.patient
        options.maximumPendingBytes = 1_000
        let test = try BusInFolder(options)
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        for _ in 0..<5 { try producer.send(test.record(String(repeating: "x", count: 400))) }
        #expect(try test.bus.offsets(of: test.place).end == 4)
    }

    @Test func `records that were held back for long enough are appended with the next`() throws {
        var options = Self.patient
        options.maximumPendingAgeMilliseconds = 0
        let test = try BusInFolder(options)
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        for index in 0..<3 { try producer.send(test.record(String(index))) }
        #expect(try test.bus.offsets(of: test.place).end == 2)
    }

    @Test func `offsets have no gaps, also where transactions were aborted`() throws {
        let test = try BusInFolder()
        let consumer = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { consumer.close() }
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        defer { producer.close() }
        for round in 0..<6 {
            try producer.begin()
            for index in 0..<5 { try producer.send(test.record("\(round)-\(index)")) }
            if round % 2 == 0 {
                try producer.abort()
            } else {
                try producer.commit([], of: consumer)
            }
        }
        #expect(try test.readAll().map(\.offset) == Array(0..<15))
    }

    @Test func `a transaction has a bound, and may be committed as it is`() throws {
        var options = EmbeddedBusOptions()
        options.maximumTransactionBytes = 1_000
        let test = try BusInFolder(options)
        let consumer = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { consumer.close() }
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        defer { producer.close() }
        try producer.begin()
        let record = test.record(String(repeating: "x", count: 300))
        for _ in 0..<3 { try producer.send(record) }
        let error = try #require(throws: BusError.self) { try producer.send(record) }
        #expect(error.code == .queueFull)
        #expect(!error.isFatal)
        #expect(test.bus.counters.fullTransactions == 1)
        try producer.commit([], of: consumer)
        #expect(try test.readAll().count == 3)
        try producer.begin()
        try producer.send(record)
        try producer.abort()
    }

    @Test func `transactions are begun and ended in turn`() throws {
        let test = try BusInFolder()
        let consumer = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { consumer.close() }
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        func refused(_ body: () throws -> Void) throws {
            let error = try #require(throws: BusError.self) { try body() }
            #expect(error.code == .invalidState)
        }
        try refused { try producer.abort() }
        try refused { try producer.commit([], of: consumer) }
        try producer.begin()
        try refused { try producer.begin() }
        try producer.abort()
        producer.close()
        try refused { try producer.begin() }
    }

    @Test func `a producer that was fenced hears of it when it begins`() throws {
        let test = try BusInFolder()
        let old = try test.bus.makeTransactionalProducer(identifier: "p")
        let other = try test.bus.makeTransactionalProducer(identifier: "q")
        let new = try test.asAnotherProcess().makeTransactionalProducer(identifier: "p")
        let error = try #require(throws: BusError.self) { try old.begin() }
        #expect(error.code == .fenced)
        #expect(error.isFatal)
        try new.begin()
        try other.begin()
    }

    @Test func `a transaction that a lock kept out is committed by the next try`() throws {
        var options = EmbeddedBusOptions()
        options.busyTimeoutMilliseconds = 20
        let test = try BusInFolder(options)
        let consumer = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { consumer.close() }
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        defer { producer.close() }
        try producer.begin()
        try producer.send(test.record("a"))
        let other = try test.database()
        try other.execute("BEGIN IMMEDIATE")
        let error = try #require(throws: BusError.self) { try producer.commit([], of: consumer) }
        #expect(error.isRetriable)
        try other.execute("ROLLBACK")
        try producer.commit([], of: consumer)
        #expect(try test.readAll().count == 1)
    }

    @Test func `a consumer of another bus can't be committed`() throws {
        let test = try BusInFolder()
        let other = try BusInFolder()
        let consumer = try other.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { consumer.close() }
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        defer { producer.close() }
        try producer.begin()
        let error = try #require(throws: BusError.self) { try producer.commit([], of: consumer) }
        #expect(error.code == .invalidState)
    }

    @Test func `the append time doesn't go back when the clock is set back`() throws {
        let test = try BusInFolder()
        let future = Int64(Date().timeIntervalSince1970 * 1_000) + 1_000_000
        try test.database().execute("UPDATE partitions SET last_append_ms = \(future)")
        try test.append([test.record("a"), test.record("b")])
        #expect(try test.readAll().map(\.appendTimeMilliseconds) == [future, future])
    }

    @Test func `sizes that another process has changed are kept to`() throws {
        let test = try BusInFolder()
        let other = try test.asAnotherProcess()
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        let record = test.record(String(repeating: "x", count: 500))
        try producer.send(record)
        try producer.flush()
        var smaller = BusInFolder.topic
        smaller.maximumRecordBytes = 100
        _ = try other.apply([smaller])
        // The topics are looked at again with retention.
        try test.bus.file.refreshCatalogue()
        let error = try #require(throws: BusError.self) { try producer.send(record) }
        #expect(error.code == .recordTooLarge)
    }
}
