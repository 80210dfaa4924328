import CRdKafka

/// Owns what a request about topics' settings names.
@safe
final class ConfigurationResources {
    private var pointers: [OpaquePointer?]

    init(topics: [String]) {
        unsafe pointers = topics.map { topic in
            unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)
        }
    }

    deinit {
        unsafe pointers.withUnsafeMutableBufferPointer {
            unsafe rd_kafka_ConfigResource_destroy_array($0.baseAddress, $0.count)
        }
    }

    /// Names a value for a topic.
    func set(_ name: String, to value: String, at index: Int) {
        _ = unsafe rd_kafka_ConfigResource_set_config(pointers[index], name, value)
    }

    /// Lends the resources to a request.
    func withArray(_ body: (UnsafeMutablePointer<OpaquePointer?>?, Int) -> Void) {
        unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress, $0.count) }
    }
}
