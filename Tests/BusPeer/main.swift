import BusConformance
import StreamProcessing

// The other process of the conformance checks that need two.
do {
    try BusPeer.run(Array(CommandLine.arguments.dropFirst())) { address, _ in
        throw BusError(.configuration, "The address \(address) is none of a bus.")
    }
} catch {
    fatalError("\(error)")
}
