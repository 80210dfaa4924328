import BusConformance
import EmbeddedBus
import KafkaBus
import StreamProcessing

/// The bus at an address, with the timeouts of the tests.
func makeBus(_ address: String, _ silentMemberSeconds: Int) throws -> any MessageBus {
    if address.hasPrefix("sqlite:") {
        var options = EmbeddedBusOptions()
        options.sessionTimeoutMilliseconds = Int64(silentMemberSeconds) * 1_000
        return try EmbeddedBus(path: String(address.dropFirst("sqlite:".count)), options: options)
    }
    if address.hasPrefix("kafka:") {
        let milliseconds = String(silentMemberSeconds * 1_000)
        return try KafkaBus(
            bootstrapServers: String(address.dropFirst("kafka:".count)),
            properties: [
                "session.timeout.ms": milliseconds, "max.poll.interval.ms": milliseconds,
                "heartbeat.interval.ms": "500",
            ])
    }
    throw BusError(.configuration, "The address \(address) is none of a bus.")
}

// The other process of the conformance checks that need two.
do {
    try BusPeer.run(Array(CommandLine.arguments.dropFirst()), makeBus: makeBus)
} catch {
    fatalError("\(error)")
}
