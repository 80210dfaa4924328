import Foundation
public import StreamProcessing

/// The other process of checks that need two: what the helper executable does.
public enum BusPeer {
    /// Does what the arguments say, and ends with the process that started it.
    ///
    /// - Parameters:
    ///   - arguments: The bus's address, after how many seconds a silent member is given up, a
    ///     command and its arguments.
    ///   - makeBus: Makes a bus from both.
    public static func run(
        _ arguments: [String],
        makeBus: (_ address: String, _ silentMemberSeconds: Int) throws -> any MessageBus
    ) throws {
        guard arguments.count > 3, let silentMemberSeconds = Int(arguments[1]) else {
            throw ConformanceFailure("usage: ADDRESS SECONDS COMMAND …", #fileID, #line)
        }
        endWithParent()
        let bus = try makeBus(arguments[0], silentMemberSeconds)
        let rest = Array(arguments[3...])
        switch (arguments[2], rest.count) {
        case ("append", 2): try append(Int(rest[1]) ?? 0, to: rest[0], on: bus)
        case ("join", 2): try join(rest[0], reading: rest[1], on: bus)
        case ("join", 3): try join(rest[0], reading: rest[1], instance: rest[2], on: bus)
        case ("copy", 4): try copy(rest, on: bus)
        case ("transact", 2): try transact(rest[0], identifier: rest[1], on: bus)
        default: throw ConformanceFailure("unknown command \(arguments)", #fileID, #line)
        }
    }

    /// Ends this process when its standard input does, so that none is left behind by a crash.
    private static func endWithParent() {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            exit(0)
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func append(_ count: Int, to topic: String, on bus: any MessageBus) throws {
        let producer = try bus.makeProducer()
        let place = TopicPartition(topic: topic, partition: 0)
        for index in 0..<count {
            try producer.send(
                OutgoingRecord(
                    topicPartition: place, key: nil, value: Array("peer-\(index)".utf8)))
        }
        try producer.flush()
        producer.close()
        say("appended \(count)")
    }

    private static func join(
        _ group: String, reading topic: String, instance: String? = nil, on bus: any MessageBus
    ) throws {
        let member = try GroupMember(
            "peer", group: group, topics: [topic], instance: instance, owners: PartitionOwners(),
            on: bus)
        var said = -1
        while true {
            try member.poll()
            if member.owned.count != said {
                said = member.owned.count
                say("owns \(said)")
            }
        }
    }

    /// Appends numbered transactions of as many records each, without an end.
    private static func transact(
        _ topic: String, identifier: String, on bus: any MessageBus
    ) throws {
        let member = try GroupMember(
            "peer", group: identifier, topics: [topic], owners: PartitionOwners(), on: bus)
        let producer = try bus.makeTransactionalProducer(identifier: identifier)
        for number in 0... {
            try producer.begin()
            for _ in 0..<transactionRecords {
                try producer.send(
                    OutgoingRecord(
                        topicPartition: TopicPartition(topic: topic, partition: 0), key: nil,
                        value: Array(String(number).utf8)))
            }
            try producer.commit([], of: try member.consumer)
            say("committed")
        }
    }

    /// How many records a transaction of `transact` has.
    public static let transactionRecords = 500

    private static func copy(_ arguments: [String], on bus: any MessageBus) throws {
        var copier = try TransactionalCopier(
            group: arguments[0], input: arguments[1], output: arguments[2],
            identifier: arguments[3], on: bus)
        let transactionRecords = 7
        while true {
            try copier.process(transactionRecords, within: Deadline(seconds: 600))
            say("processed")
            try copier.commit()
            say("committed")
        }
    }
}
