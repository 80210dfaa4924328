import TestSupport
import Testing

/// The fault suite: the real program in processes of its own, disturbed in every way of
/// `docs/reliability.md`, must come to what one undisturbed process makes of the same packets.
///
/// One row at a time, since each takes the whole machine.
@Suite(.serialized)
enum FaultTests {}

extension Trait where Self == ConditionTrait {
    /// Rows that need a Kafka broker.
    static var needsKafka: Self {
        .enabled(if: TestEnvironment.kafka != nil, "no Kafka: WEIR_TEST_KAFKA isn't set")
    }

    /// Rows that end brokers and so start their own.
    static var needsOwnBrokers: Self {
        .enabled(
            if: FaultSettings.hasOwnBrokers, "no Kafka to start and stop: KAFKA_TOOL isn't set")
    }

    /// Rows on the embedded bus; the short form runs them once, where no broker is asked for.
    static var isEmbedded: Self {
        .enabled(
            if: FaultSettings.isLong || TestEnvironment.kafka == nil,
            "a row on the embedded bus: it runs where no Kafka is set")
    }

    /// Rows that the short form leaves out.
    static var isLong: Self {
        .enabled(if: FaultSettings.isLong, "a long row: `make chaos` runs it")
    }
}
