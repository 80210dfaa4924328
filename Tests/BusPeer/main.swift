import BusConformance
import EmbeddedBus
import StreamProcessing

/// The bus at an address, with the timeouts of the tests.
func makeBus(_ address: String, _ silentMemberSeconds: Int) throws -> any MessageBus {
    if address.hasPrefix("sqlite:") {
        var options = EmbeddedBusOptions()
        options.sessionTimeoutMilliseconds = Int64(silentMemberSeconds) * 1_000
        return try EmbeddedBus(path: String(address.dropFirst("sqlite:".count)), options: options)
    }
    throw BusError(.configuration, "The address \(address) is none of a bus.")
}

// The other process of the conformance checks that need two.
do {
    try BusPeer.run(Array(CommandLine.arguments.dropFirst()), makeBus: makeBus)
} catch {
    fatalError("\(error)")
}
