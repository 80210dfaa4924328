import SQLiteStorage
import StreamProcessing
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedConsumerTests {
    @Test func `members of one group read the same topics`() throws {
        let test = try BusInFolder()
        var second = BusInFolder.topic
        second.name = "second"
        _ = try test.bus.apply([second])
        let member = try test.bus.makeConsumer(
            group: "g", topics: ["test", "second"], listener: QuietListener())
        let error = try #require(throws: BusError.self) {
            try test.bus.makeConsumer(group: "g", topics: ["test"], listener: QuietListener())
        }
        #expect(error.code == .configuration)
        let sameInAnotherOrder = try test.bus.makeConsumer(
            group: "g", topics: ["second", "test"], listener: QuietListener())
        sameInAnotherOrder.close()
        member.close()
        // Nobody is left, so that the group may change.
        try test.bus.makeConsumer(group: "g", topics: ["test"], listener: QuietListener()).close()
    }

    @Test func `a group of an unknown topic, or of none, is refused`() throws {
        let test = try BusInFolder()
        let unknown = try #require(throws: BusError.self) {
            try test.bus.makeConsumer(group: "g", topics: ["none"], listener: QuietListener())
        }
        #expect(unknown.code == .unknownTopic)
        let none = try #require(throws: BusError.self) {
            try test.bus.makeConsumer(group: "g", topics: [], listener: QuietListener())
        }
        #expect(none.code == .configuration)
    }

    @Test func `a member that was let go without being closed leaves its group at once`() throws {
        let test = try BusInFolder()
        let first = QuietListener()
        do {
            let member = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: first)
            _ = try member.poll(timeoutMilliseconds: 0)
            #expect(first.owned == [test.place])
        }
        let second = QuietListener()
        let member = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: second)
        defer { member.close() }
        _ = try member.poll(timeoutMilliseconds: 0)
        #expect(second.owned == [test.place])
        #expect(test.bus.counters.expelledMembers == 0)
    }

    @Test func `a member is given up after its session timeout and not before`() throws {
        let test = try BusInFolder()
        let silent = QuietListener()
        let member = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: silent)
        defer { member.close() }
        _ = try member.poll(timeoutMilliseconds: 0)
        /// Moves the last heartbeat into the past, and lets another member look.
        func owners(afterSilence milliseconds: Int64) throws -> [TopicPartition] {
            let now = BusClock.monotonicMilliseconds()
            try test.database().execute(
                "UPDATE members SET heartbeat_ms = \(now - milliseconds)")
            let listener = QuietListener()
            let other = try test.bus.makeConsumer(
                group: "g", topics: ["test"], listener: listener)
            defer { other.close() }
            _ = try other.poll(timeoutMilliseconds: 0)
            return listener.owned
        }
        let timeout = EmbeddedBusOptions().sessionTimeoutMilliseconds
        #expect(try owners(afterSilence: timeout - 2_000) == [])
        #expect(test.bus.counters.expelledMembers == 0)
        #expect(try owners(afterSilence: timeout + 1) == [test.place])
        #expect(test.bus.counters.expelledMembers == 1)
    }

    @Test func `a name is taken over at once, and its older owner doesn't take it back`() throws {
        var options = EmbeddedBusOptions()
        options.sessionTimeoutMilliseconds = 1_000_000
        options.groupCheckMilliseconds = 0
        let test = try BusInFolder(options)
        let places = (test.bus, try test.asAnotherProcess(options))
        let dead = QuietListener()
        let older = try places.0.makeConsumer(
            group: "g", topics: ["test"], instance: "a", listener: dead)
        defer { older.close() }
        _ = try older.poll(timeoutMilliseconds: 0)
        #expect(dead.owned == [test.place])
        let listener = QuietListener()
        let newer = try places.1.makeConsumer(
            group: "g", topics: ["test"], instance: "a", listener: listener)
        _ = try newer.poll(timeoutMilliseconds: 0)
        #expect(listener.owned == [test.place])
        for _ in 0..<2 {
            let error = try #require(throws: BusError.self) {
                _ = try older.poll(timeoutMilliseconds: 0)
            }
            #expect(error.code == .replaced)
        }
        #expect(dead.owned == [])
        // A member of another group, or with another name, has nothing to do with it.
        for (group, name) in [("g", "b"), ("h", "a")] {
            try places.0.makeConsumer(
                group: group, topics: ["test"], instance: name, listener: QuietListener()
            ).close()
        }
        _ = try newer.poll(timeoutMilliseconds: 0)
        #expect(listener.owned == [test.place])
        // Once the newer one has left, the name is free.
        newer.close()
        #expect(try test.database().integer("SELECT count(*) FROM instances") == 0)
        #expect(test.bus.counters.expelledMembers == 0)
    }

    @Test func `a file of before names is given a table for them`() throws {
        let test = try BusInFolder()
        try test.database().execute("DROP TABLE instances")
        let listener = QuietListener()
        let member = try test.asAnotherProcess().makeConsumer(
            group: "g", topics: ["test"], instance: "a", listener: listener)
        defer { member.close() }
        _ = try member.poll(timeoutMilliseconds: 0)
        #expect(listener.owned == [test.place])
    }

    @Test func `a heartbeat from before the machine started anew is a dead one's`() throws {
        let test = try BusInFolder()
        let member = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { member.close() }
        _ = try member.poll(timeoutMilliseconds: 0)
        let later = BusClock.monotonicMilliseconds() + 1_000_000
        try test.database().execute("UPDATE members SET heartbeat_ms = \(later)")
        let listener = QuietListener()
        let other = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: listener)
        defer { other.close() }
        _ = try other.poll(timeoutMilliseconds: 0)
        #expect(listener.owned == [test.place])
    }

    @Test func `polling and committing tell that a member lives`() throws {
        var options = EmbeddedBusOptions()
        options.sessionTimeoutMilliseconds = 0
        options.groupCheckMilliseconds = 0
        let test = try BusInFolder(options)
        let member = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { member.close() }
        let database = try test.database()
        func beats(_ body: () throws -> Void) throws -> Bool {
            try database.execute("UPDATE members SET heartbeat_ms = 1")
            try body()
            return try database.integer("SELECT heartbeat_ms FROM members") != 1
        }
        #expect(try beats { _ = try member.poll(timeoutMilliseconds: 0) })
        let offset = ConsumedOffset(topicPartition: test.place, offset: 0)
        // A timeout of nothing has expelled the member meanwhile; it is back with the next poll.
        _ = try member.poll(timeoutMilliseconds: 0)
        #expect(try beats { try member.commit([offset]) })
        let producer = try test.bus.makeTransactionalProducer(identifier: "p")
        defer { producer.close() }
        #expect(
            try beats {
                try producer.begin()
                try producer.commit([offset], of: member)
            })
    }

    @Test func `more members than partitions leave some without`() throws {
        let test = try BusInFolder()
        let listeners = [QuietListener(), QuietListener()]
        let members = try listeners.map {
            try test.bus.makeConsumer(group: "g", topics: ["test"], listener: $0)
        }
        defer { for member in members { member.close() } }
        for _ in 0..<3 { for member in members { _ = try member.poll(timeoutMilliseconds: 0) } }
        #expect(listeners.map(\.owned) == [[test.place], []])
    }

    @Test func `records that were fetched of a partition aren't handed out once it is given up`()
        throws
    {
        let test = try BusInFolder { $0.partitions = 2 }
        try test.append((0..<400).map { test.record("x", partition: Int32($0 / 200)) })
        let (first, second) = (QuietListener(), QuietListener())
        let member = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: first)
        defer { member.close() }
        // One record is handed out, and all are fetched.
        _ = try member.poll(timeoutMilliseconds: 0)
        let other = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: second)
        defer { other.close() }
        var ends = 0
        while ends < 2 {
            for (member, listener) in [(member, first), (other, second)] {
                switch try member.poll(timeoutMilliseconds: 1) {
                case .record(let record)?:
                    #expect(listener.owned.contains(record.topicPartition))
                case .endOfPartition(let place, _)?:
                    #expect(listener.owned.contains(place))
                    ends += 1
                case nil: break
                }
            }
        }
        #expect(first.owned.count + second.owned.count == 2)
        #expect(second.owned.count == 1)
    }

    @Test func `partitions are revoked once, also where the file can't be written then`() throws {
        var options = EmbeddedBusOptions()
        options.busyTimeoutMilliseconds = 20
        options.groupCheckMilliseconds = 0
        let test = try BusInFolder(options) { $0.partitions = 2 }
        let blocker = try test.database()
        final class Listener: RebalanceListener {
            var revocations = 0
            var onRevoked: () -> Void = {}
            func assigned(
                _ partitions: [TopicPartition], committed: [ConsumedOffset]
            ) -> [TopicPartition: StartOffset] { [:] }
            func revoked(_ partitions: [TopicPartition], isLost: Bool) {
                revocations += partitions.count
                onRevoked()
            }
        }
        let listener = Listener()
        let member = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: listener)
        _ = try member.poll(timeoutMilliseconds: 0)
        let second = QuietListener()
        let other = try test.bus.makeConsumer(group: "g", topics: ["test"], listener: second)
        defer { other.close() }
        listener.onRevoked = { try? blocker.execute("BEGIN IMMEDIATE") }
        let error = try #require(throws: BusError.self) {
            try member.poll(timeoutMilliseconds: 0)
        }
        #expect(error.code == .timedOut)
        listener.onRevoked = {}
        blocker.rollback()
        _ = try member.poll(timeoutMilliseconds: 0)
        _ = try other.poll(timeoutMilliseconds: 0)
        #expect(listener.revocations == 1)
        #expect(second.owned.count == 1)
        member.close()
        #expect(listener.revocations == 2)
    }

    @Test func `metadata that is too long is refused`() throws {
        let test = try BusInFolder()
        let member = try test.bus.makeConsumer(
            group: "g", topics: ["test"], listener: QuietListener())
        defer { member.close() }
        _ = try member.poll(timeoutMilliseconds: 0)
        let error = try #require(throws: BusError.self) {
            try member.commit([
                ConsumedOffset(
                    topicPartition: test.place, offset: 0,
                    metadata: String(repeating: "m", count: 4_097))
            ])
        }
        #expect(error.code == .invalidState)
    }
}
