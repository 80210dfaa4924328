import BusConformance
import KafkaBus
import StreamProcessing

// The other process of the conformance checks that need two.
do {
    try BusPeer.run(Array(CommandLine.arguments.dropFirst())) { address, silentMemberSeconds in
        if let servers = address.split(separator: ":", maxSplits: 1).last,
            address.hasPrefix("kafka:")
        {
            let milliseconds = String(silentMemberSeconds * 1_000)
            return try KafkaBus(
                bootstrapServers: String(servers),
                properties: [
                    "session.timeout.ms": milliseconds, "max.poll.interval.ms": milliseconds,
                    "heartbeat.interval.ms": "500",
                ])
        }
        throw BusError(.configuration, "The address \(address) is none of a bus.")
    }
} catch {
    fatalError("\(error)")
}
