import CRdKafka
import StreamProcessing

extension AdminClient {
    /// The settings of topics that exist, by name.
    ///
    /// It asks the broker that knew the topics: any can tell, and librdkafka would wait for the
    /// controller.
    func settings(of metadata: [TopicMetadata]) throws(BusError) -> [String: TopicSettings] {
        guard let broker = metadata.first?.broker else { return [:] }
        let topics = metadata.map(\.name).sorted()
        let action = "read the settings of \(topics.joined(separator: ", "))"
        let client = try connected()
        let resources = ConfigurationResources(topics: topics)
        let answer = try unsafe ask(
            RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, of: client, action, broker: broker
        ) {
            options, queue in
            unsafe resources.withArray { array, count in
                unsafe rd_kafka_DescribeConfigs(client.handle, array, count, options, queue)
            }
        }
        guard let result = unsafe rd_kafka_event_DescribeConfigs_result(answer.pointer) else {
            throw client.failures.error(.other, action, "the answer is of another kind")
        }
        var count = 0
        let found = unsafe rd_kafka_DescribeConfigs_result_resources(result, &count)
        var settings: [String: TopicSettings] = [:]
        for index in 0..<count {
            guard let resource = unsafe found?[index] else { continue }
            try unsafe check(resource, client, action)
            let name = unsafe text(rd_kafka_ConfigResource_name(resource))
            settings[name] = unsafe Self.settings(of: resource)
        }
        return settings
    }

    /// Changes settings of topics.
    ///
    /// The request replaces all of a topic's own settings, so those that stay are carried over.
    func change(
        _ changes: [(
            topic: String, current: TopicSettings, values: [(name: String, value: String)]
        )]
    ) throws(BusError) {
        guard !changes.isEmpty else { return }
        let action = "change the settings of \(changes.map(\.topic).joined(separator: ", "))"
        let client = try connected()
        let resources = ConfigurationResources(topics: changes.map(\.topic))
        for (index, change) in changes.enumerated() {
            var values = change.current.values.filter { change.current.own.contains($0.key) }
            for (name, value) in change.values { values[name] = value }
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                resources.set(name, to: value, at: index)
            }
        }
        let answer = try unsafe ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, of: client, action) {
            options, queue in
            unsafe resources.withArray { array, count in
                unsafe rd_kafka_AlterConfigs(client.handle, array, count, options, queue)
            }
        }
        guard let result = unsafe rd_kafka_event_AlterConfigs_result(answer.pointer) else {
            throw client.failures.error(.other, action, "the answer is of another kind")
        }
        var count = 0
        let found = unsafe rd_kafka_AlterConfigs_result_resources(result, &count)
        for index in 0..<count {
            guard let resource = unsafe found?[index] else { continue }
            try unsafe check(resource, client, action)
        }
    }

    private func check(
        _ resource: OpaquePointer, _ client: KafkaClient, _ action: String
    ) throws(BusError) {
        let code = unsafe rd_kafka_ConfigResource_error(resource)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        let name = unsafe text(rd_kafka_ConfigResource_name(resource))
        let reason = unsafe text(rd_kafka_ConfigResource_error_string(resource))
        throw client.error(code, action, detail: "\(name): \(reason)")
    }

    private static func settings(of resource: OpaquePointer) -> TopicSettings {
        var settings = TopicSettings()
        var count = 0
        let entries = unsafe rd_kafka_ConfigResource_configs(resource, &count)
        for index in 0..<count {
            guard let entry = unsafe entries?[index],
                let value = unsafe rd_kafka_ConfigEntry_value(entry)
            else { continue }
            let name = unsafe text(rd_kafka_ConfigEntry_name(entry))
            settings.values[name] = unsafe text(value)
            let source = unsafe rd_kafka_ConfigEntry_source(entry)
            if source == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG { settings.own.insert(name) }
        }
        return settings
    }
}
