import CRdKafka
import StreamProcessing

extension AdminClient {
    /// All topics whose names begin with a prefix, by name, without Kafka's own.
    func topics(prefix: String) throws(BusError) -> [TopicSpecification] {
        let found = try allMetadata("list topics").filter { topic in
            topic.name.hasPrefix(prefix) && !topic.name.hasPrefix("__")
                && topic.code == RD_KAFKA_RESP_ERR_NO_ERROR
        }
        let settings = try settings(of: found)
        return found.sorted { $0.name < $1.name }.compactMap { topic in
            settings[topic.name]?.specification(name: topic.name, partitions: topic.partitions)
        }
    }

    /// Creates and repairs topics; changes nothing where one of them can't be repaired.
    func apply(_ specifications: [TopicSpecification]) throws(BusError) -> [TopicChange] {
        let names = specifications.map(\.name)
        guard Set(names).count == names.count else {
            throw server.failures.error(
                .configuration, "create topics", "a topic is specified more than once")
        }
        let wanted = Set(names)
        var existing: [String: TopicMetadata] = [:]
        for topic in try allMetadata("look for topics") where wanted.contains(topic.name) {
            existing[topic.name] = topic
        }
        let settings = try settings(of: Array(existing.values))
        try refuseDrift(specifications, existing: existing, settings: settings)

        let missing = specifications.filter { existing[$0.name] == nil }
        let outdated = specifications.compactMap { specification in
            settings[specification.name].map { current in
                (
                    topic: specification.name, current: current,
                    values: current.outdated(for: specification)
                )
            }
        }.filter { !$0.values.isEmpty }
        let raced = try create(missing)
        try change(outdated)
        try awaitLeaders(of: missing.map(\.name))
        let changed = Set(outdated.map(\.topic))
        try awaitSettings(of: specifications.filter { changed.contains($0.name) })

        // Somebody else has created these meanwhile; they may not be what they should be.
        var later: [String: TopicChange.Kind] = [:]
        if !raced.isEmpty {
            let again = try apply(missing.filter { raced.contains($0.name) })
            for change in again { later[change.topic] = change.kind }
        }
        return names.map { name in
            let kind: TopicChange.Kind =
                existing[name] == nil ? .created : changed.contains(name) ? .updated : .unchanged
            return TopicChange(topic: name, kind: later[name] ?? kind)
        }
    }

    private func refuseDrift(
        _ specifications: [TopicSpecification], existing: [String: TopicMetadata],
        settings: [String: TopicSettings]
    ) throws(BusError) {
        var drifts: [String] = []
        for specification in specifications {
            guard let topic = existing[specification.name] else { continue }
            if topic.partitions != specification.partitions {
                drifts.append(
                    "\(topic.name) has \(topic.partitions) partitions, not \(specification.partitions)"
                )
            }
            let cleanup = settings[topic.name]?.values[TopicSettings.cleanup] ?? ""
            if cleanup != specification.cleanup.rawValue {
                drifts.append(
                    "\(topic.name) has cleanup.policy \(cleanup), not \(specification.cleanup.rawValue)"
                )
            }
        }
        guard !drifts.isEmpty else { return }
        throw server.failures.error(
            .drift, "apply the topics",
            drifts.joined(separator: "; ")
                + "; nothing was changed: correct the definitions, or drain and delete those topics"
        )
    }

    /// Creates topics.
    ///
    /// - Returns: Those that exist already.
    private func create(_ specifications: [TopicSpecification]) throws(BusError) -> Set<String> {
        guard !specifications.isEmpty else { return [] }
        let action = "create \(specifications.map(\.name).joined(separator: ", "))"
        let client = try connected()
        let topics = try NewTopics(specifications, failures: client.failures)
        let limit = server.limits.provisioningMilliseconds
        let answer = try unsafe ask(
            RD_KAFKA_ADMIN_OP_CREATETOPICS, of: client, action, operationMilliseconds: limit
        ) { options, queue in
            unsafe topics.withArray { array, count in
                unsafe rd_kafka_CreateTopics(client.handle, array, count, options, queue)
            }
        }
        guard let result = unsafe rd_kafka_event_CreateTopics_result(answer.pointer) else {
            throw client.failures.error(.other, action, "the answer is of another kind")
        }
        var count = 0
        let found = unsafe rd_kafka_CreateTopics_result_topics(result, &count)
        var raced: Set<String> = []
        for index in 0..<count {
            guard let topic = unsafe found?[index] else { continue }
            let code = unsafe rd_kafka_topic_result_error(topic)
            let name = unsafe text(rd_kafka_topic_result_name(topic))
            if code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS {
                raced.insert(name)
            } else if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                let reason = unsafe text(rd_kafka_topic_result_error_string(topic))
                throw client.error(code, action, detail: "\(name): \(reason)")
            }
        }
        return raced
    }

    /// Waits until brokers tell the changed settings: a controller answers before they know them.
    private func awaitSettings(of specifications: [TopicSpecification]) throws(BusError) {
        let deadline = Deadline(afterMilliseconds: server.limits.provisioningMilliseconds)
        for specification in specifications {
            while !deadline.hasPassed {
                let action = "look for the settings of \(specification.name)"
                guard let topic = try metadata(of: specification.name, action),
                    let settings = try settings(of: [topic])[topic.name]
                else { break }
                if settings.outdated(for: specification).isEmpty { break }
                _ = unsafe rd_kafka_poll(
                    try connected().handle, server.limits.queuePollMilliseconds)
            }
        }
    }

    /// Waits until new topics can be used: a controller answers before its brokers know them.
    private func awaitLeaders(of topics: [String]) throws(BusError) {
        guard !topics.isEmpty else { return }
        let deadline = Deadline(afterMilliseconds: server.limits.provisioningMilliseconds)
        var missing = topics
        while !missing.isEmpty {
            let ready = Set(try allMetadata("look for new topics").filter(\.hasLeaders).map(\.name))
            missing.removeAll { ready.contains($0) }
            if missing.isEmpty { return }
            if deadline.hasPassed {
                throw server.failures.error(
                    RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
                    "use the new topics \(missing.joined(separator: ", "))")
            }
            // Serving the client's events is a wait that costs nothing.
            _ = unsafe rd_kafka_poll(try connected().handle, server.limits.queuePollMilliseconds)
        }
    }
}
