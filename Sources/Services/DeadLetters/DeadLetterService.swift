import PipelineStages
public import ServiceRuntime
import StreamProcessing
import TopicEncoding

/// What `weir dead-letters` does: lists the records that couldn't be used, shows one, and publishes
/// them again.
public final class DeadLetterService {
    /// The most rows of a table, which is held in memory to lay it out.
    public static let maximumRows = 10_000

    private let bus: any MessageBus
    private let prefix: String
    private let layout: TopicLayout
    private let stop: StopSignal

    /// A service for the dead letters of a bus.
    ///
    /// - Parameter stop: Ends what is being done early.
    public convenience init(on options: BusOptions, stop: StopSignal) throws {
        try self.init(bus: options.open(), prefix: options.topicPrefix, stop: stop)
    }

    init(bus: any MessageBus, prefix: String, stop: StopSignal) throws(BusError) {
        self.bus = bus
        self.prefix = prefix
        self.stop = stop
        layout = try TopicProvisioning(prefix: prefix).layout(on: bus)
    }

    /// Whether a text names a letter: `PARTITION:OFFSET`.
    public static func isPlace(_ text: String) -> Bool {
        DeadLetterPlace(text) != nil
    }

    /// The letters as a table, oldest first in each partition; at most `maximumRows`, and a line
    /// that counts the rest.
    public func table() throws -> [String] {
        var rows = [DeadLetterText.columns]
        var hidden = 0
        try forEachLetter { letter, isRetried in
            if rows.count <= Self.maximumRows {
                rows.append(DeadLetterText.row(letter, isRetried: isRetried))
            } else {
                hidden += 1
            }
        }
        let rest = hidden == 0 ? [] : ["and \(hidden) more; --format json shows all"]
        return TextTable.lines(rows) + rest
    }

    /// Hands over each letter as a line of JSON, without its end.
    public func forEachLine(_ write: (String) -> Void) throws {
        try forEachLetter { write(DeadLetterText.json($0, isRetried: $1)) }
    }

    /// One letter with all that is known of it, and its bytes as a hexadecimal dump.
    ///
    /// - Parameter place: The letter, `PARTITION:OFFSET`.
    public func description(of place: String) throws -> [String] {
        let letter = try letter(at: place)
        let index = try DeadLetterIndex(
            of: layout.partitions(of: .deadLetters), on: bus, stop: stop)
        return DeadLetterText.lines(letter, isRetried: index.contains(letter))
    }

    /// The bytes of the record that a letter holds.
    ///
    /// - Parameter place: The letter, `PARTITION:OFFSET`.
    public func originalBytes(of place: String) throws -> [UInt8] {
        try letter(at: place).value
    }

    /// Publishes the records of letters again where they came from: each once, however often it is
    /// asked and whatever fails in between.
    ///
    /// - Parameter chosen: The letters, `PARTITION:OFFSET` each; nil for all there are.
    public func retry(_ chosen: [String]?) throws -> DeadLetterRetrySummary {
        let places = try chosen?.map { try Self.place($0) }
        return try DeadLetterRetry(bus: bus, layout: layout, prefix: prefix, stop: stop)
            .run(places.map { Set($0) })
    }

    private static func place(_ text: String) throws -> DeadLetterPlace {
        guard let place = DeadLetterPlace(text) else {
            throw ServiceFailure("'\(text)' isn't PARTITION:OFFSET, such as 0:17", .usage)
        }
        return place
    }

    private func forEachLetter(_ body: (ReceivedDeadLetter, _ isRetried: Bool) -> Void) throws {
        let partitions = layout.partitions(of: .deadLetters)
        let index = try DeadLetterIndex(of: partitions, on: bus, stop: stop)
        for partition in partitions {
            let scan = try RecordScan([partition: .oldest], on: bus, stop: stop)
            while let record = try scan.next() {
                guard let letter = ReceivedDeadLetter(record) else { continue }
                body(letter, index.contains(letter))
            }
        }
    }

    private func letter(at text: String) throws -> ReceivedDeadLetter {
        let place = try Self.place(text)
        let partition = TopicPartition(
            topic: layout.name(.deadLetters), partition: place.partition)
        if place.partition < layout.partitionCount(.deadLetters) {
            let scan = try RecordScan([partition: .offset(place.offset)], on: bus, stop: stop)
            if let record = try scan.next(), record.offset == place.offset,
                let letter = ReceivedDeadLetter(record)
            {
                return letter
            }
        }
        throw ServiceFailure(
            "there is no dead letter at \(place) on \(bus.address): `weir dead-letters list` shows "
                + "those that there are", .badInput)
    }
}
