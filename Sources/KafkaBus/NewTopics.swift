import CRdKafka
import StreamProcessing

/// Owns what a request to create topics names.
@safe
final class NewTopics {
    private var pointers: [OpaquePointer?] = unsafe []

    init(_ specifications: [TopicSpecification], failures: FailureMapper) throws(BusError) {
        for specification in specifications {
            var reason = ErrorText()
            let made = unsafe reason.withBuffer { buffer, size in
                // The number of replicas is the brokers' business: -1 is their default.
                unsafe rd_kafka_NewTopic_new(
                    specification.name, specification.partitions, -1, buffer, size)
            }
            guard let made = unsafe made else {
                throw failures.error(.configuration, "create \(specification.name)", reason.text)
            }
            unsafe pointers.append(made)
            for (name, value) in TopicSettings.wanted(by: specification) {
                _ = unsafe rd_kafka_NewTopic_set_config(made, name, value)
            }
        }
    }

    deinit {
        unsafe pointers.withUnsafeMutableBufferPointer {
            unsafe rd_kafka_NewTopic_destroy_array($0.baseAddress, $0.count)
        }
    }

    /// Lends the topics to a request.
    func withArray(_ body: (UnsafeMutablePointer<OpaquePointer?>?, Int) -> Void) {
        unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress, $0.count) }
    }
}
