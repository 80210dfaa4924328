import CRdKafka
import StreamProcessing

/// The properties of one client of librdkafka, in the order in which they are set.
struct ClientConfiguration {
    /// Properties that the bus's promises rest on, so that nobody may set them from outside.
    static let reserved: [String: String] = [
        "bootstrap.servers": "the address is given by itself",
        "metadata.broker.list": "the address is given by itself",
        "group.id": "each consumer has its group already",
        "group.instance.id": "--instance names each member",
        "group.protocol": "the rebalance listener needs the classic protocol",
        "transactional.id": "each transactional producer has its identifier already",
        "enable.idempotence": "producers never duplicate",
        "enable.auto.commit": "offsets are committed with what was made from them",
        "enable.auto.offset.store": "offsets are committed with what was made from them",
        "auto.offset.reset": "each start says where it begins",
        "enable.partition.eof": "readers tell where a partition ends",
        "isolation.level": "readers see committed records only",
        "allow.auto.create.topics": "topics are created on purpose only",
        "partition.assignment.strategy": "partitions change hands all at once, by range",
        "log.queue": "log lines are taken as they come",
    ]

    private(set) var properties: [(name: String, value: String)]

    /// Properties that the client's role needs, and after them those given from outside.
    init(defaults: [(String, String)], overrides: [String: String]) {
        properties = defaults.map { (name: $0.0, value: $0.1) }
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
            properties.append((name: name, value: value))
        }
    }

    /// The value that a property ends with.
    func value(of name: String) -> String? {
        properties.last { $0.name == name }?.value
    }

    /// Makes librdkafka's configuration; the caller owns it.
    ///
    /// Throws librdkafka's own sentence about an unknown property or a value that makes no sense.
    func make(for address: String) throws(BusError) -> OpaquePointer {
        guard let configuration = unsafe rd_kafka_conf_new() else {
            preconditionFailure("librdkafka always makes a configuration")
        }
        for (name, value) in properties {
            var reason = ErrorText()
            let result = unsafe reason.withBuffer { buffer, size in
                unsafe rd_kafka_conf_set(configuration, name, value, buffer, size)
            }
            guard result == RD_KAFKA_CONF_OK else {
                unsafe rd_kafka_conf_destroy(configuration)
                throw BusError(
                    .configuration,
                    "cannot use the property \(name)=\(shown(value, of: name)) for \(address): "
                        + "correct it or leave it out",
                    cause: reason.text)
            }
        }
        return unsafe configuration
    }

    /// Throws where a property from outside is one that the bus decides by itself.
    static func check(_ overrides: [String: String], for address: String) throws(BusError) {
        for name in overrides.keys.sorted() {
            if let reason = reserved[name] {
                throw BusError(
                    .configuration,
                    "cannot use the property \(name) for \(address): \(reason); leave it out")
            }
        }
        let configuration = try unsafe ClientConfiguration(defaults: [], overrides: overrides)
            .make(for: address)
        unsafe rd_kafka_conf_destroy(configuration)
    }

    /// Secrets aren't shown.
    private func shown(_ value: String, of name: String) -> String {
        let isSecret = ["password", "secret", "pem", "jaas", "oauthbearer.config"].contains {
            name.contains($0)
        }
        return isSecret ? "…" : value
    }
}
