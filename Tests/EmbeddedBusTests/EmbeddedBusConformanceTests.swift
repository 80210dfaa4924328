import BusConformance
import EmbeddedBus
import TestSupport
import Testing

/// What every bus must do, done by the one in a file.
@Suite struct EmbeddedBusConformanceTests {
    @Test(arguments: BusConformance.checks)
    func `keeps the promise`(check: ConformanceCheck) throws {
        let folder = try TemporaryFolder()
        let silentMemberSeconds = 2
        let suite = BusConformance(prefix: "test", silentMemberSeconds: silentMemberSeconds) {
            var options = EmbeddedBusOptions()
            options.sessionTimeoutMilliseconds = Int64(silentMemberSeconds) * 1_000
            return try EmbeddedBus(path: folder.file("bus.db"), options: options)
        }
        try check.run(suite)
    }
}
