import CRdKafka
import StreamProcessing

/// A version of librdkafka, which may be newer than the headers that weir was built with.
struct LibraryVersion {
    /// The one that is loaded.
    static let loaded = LibraryVersion(
        number: rd_kafka_version(), text: unsafe String(cString: rd_kafka_version_str()))

    /// The first one whose SCRAM a Kafka 4 takes: earlier ones repeat the client's nonce where the
    /// server's belongs.
    private static let firstWithSCRAM: Int32 = 0x0206_01ff

    /// Major, minor, revision and pre-release, a byte each.
    let number: Int32
    /// The version in words.
    let text: String

    /// Throws where the properties ask for what this version gets wrong.
    func check(_ properties: [String: String], for address: String) throws(BusError) {
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"] ?? ""
        guard mechanism.uppercased().hasPrefix("SCRAM"), number < Self.firstWithSCRAM else {
            return
        }
        throw BusError(
            .configuration,
            "cannot log in at \(address) with \(mechanism): the librdkafka that is loaded is "
                + "\(text), and brokers from Kafka 4 on refuse the SCRAM of every version before "
                + "2.6.1; install librdkafka 2.6.1 or newer, or use PLAIN over TLS")
    }
}
