import BusConformance
import TestSupport
import Testing

/// What every bus must do, on a real Kafka.
@Suite(.enabled(if: TestEnvironment.kafka != nil, "WEIR_TEST_KAFKA is not set"))
struct KafkaBusConformanceTests {
    private let conformance = BusConformance(
        prefix: "conformance", silentMemberSeconds: TestKafka.silentMemberSeconds
    ) { try TestKafka.makeBus() }

    @Test(arguments: BusConformance.checks)
    func `kafka keeps the promise`(_ check: ConformanceCheck) throws {
        try check.run(conformance)
    }
}
