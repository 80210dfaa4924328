import CRdKafka

/// Owns what names a member and its generation to the transaction's coordinator.
@safe
final class GroupMetadata {
    let pointer: OpaquePointer

    /// The member as it is now, or nil where the client is in no group.
    init?(of client: KafkaClient) {
        guard let metadata = unsafe rd_kafka_consumer_group_metadata(client.handle) else {
            return nil
        }
        unsafe pointer = unsafe metadata
    }

    deinit {
        unsafe rd_kafka_consumer_group_metadata_destroy(pointer)
    }
}
