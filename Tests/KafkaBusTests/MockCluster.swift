import CRdKafka
import StreamProcessing

@testable import KafkaBus

/// The cluster that librdkafka carries for tests: it can fail on demand, in this process only.
///
/// It has neither transactions that hide anything nor an admin interface, so it stands for a broker
/// where client logic is tested, and for nothing else.
@safe
final class MockCluster {
    /// The requests of Kafka's protocol that are made to fail.
    enum Request: Int16 {
        case produce = 0
        case offsetCommit = 8
        case offsetFetch = 9
        case initProducerIdentifier = 22
        case addPartitionsToTransaction = 24
        case endTransaction = 26
        case commitOffsetsOfTransaction = 28
    }

    // The client owns the cluster and keeps it running.
    private let client: KafkaClient
    private let cluster: OpaquePointer
    /// The address, as clients are given it.
    let bootstrapServers: String

    /// Starts a cluster, of one broker unless told otherwise; brokers count from 1.
    init(brokers: Int = 1) throws {
        let server = KafkaServer(
            bootstrapServers: "", properties: ["test.mock.num.brokers": "\(brokers)"])
        client = try KafkaClient(role: .admin, server: server, log: KafkaLog(sink: nil))
        guard let cluster = unsafe rd_kafka_handle_mock_cluster(client.handle) else {
            preconditionFailure("a client with mock brokers has a cluster")
        }
        unsafe self.cluster = unsafe cluster
        bootstrapServers = unsafe text(rd_kafka_mock_cluster_bootstraps(cluster))
    }

    /// Makes a topic.
    func makeTopic(_ name: String, partitions: Int32 = 1) {
        _ = unsafe rd_kafka_mock_topic_create(cluster, name, partitions, 1)
    }

    /// Takes the leader of a topic's first partition away, or gives it back.
    func setLeader(of topic: String, isThere: Bool) {
        _ = unsafe rd_kafka_mock_partition_set_leader(cluster, topic, 0, isThere ? 1 : -1)
    }

    /// Makes one broker the coordinator of a group.
    func setCoordinator(ofGroup group: String, broker: Int32) {
        _ = unsafe rd_kafka_mock_coordinator_set(cluster, "group", group, broker)
    }

    /// Makes one broker the coordinator of a producer's transactions.
    func setCoordinator(ofTransactions identifier: String, broker: Int32) {
        _ = unsafe rd_kafka_mock_coordinator_set(cluster, "transaction", identifier, broker)
    }

    /// Ends a broker's connections and takes no others, or takes them again.
    func setBroker(_ broker: Int32, isThere: Bool) {
        _ =
            isThere
            ? unsafe rd_kafka_mock_broker_set_up(cluster, broker)
            : unsafe rd_kafka_mock_broker_set_down(cluster, broker)
    }

    /// Makes the next requests of a kind fail, one for each code.
    func fail(_ request: Request, with codes: [rd_kafka_resp_err_t]) {
        var codes = codes
        unsafe codes.withUnsafeMutableBufferPointer { buffer in
            unsafe rd_kafka_mock_push_request_errors_array(
                cluster, request.rawValue, buffer.count, buffer.baseAddress)
        }
    }

    /// A bus on this cluster, with properties of a test's own.
    func makeBus(_ properties: [String: String] = [:]) throws -> KafkaBus {
        // A first member joins after three seconds, and must live for longer than that.
        let common = [
            "session.timeout.ms": "6000", "max.poll.interval.ms": "20000",
            "heartbeat.interval.ms": "200", "fetch.wait.max.ms": "10",
        ]
        return try KafkaBus(
            KafkaServer(
                bootstrapServers: bootstrapServers,
                properties: common.merging(properties) { $1 }))
    }
}
