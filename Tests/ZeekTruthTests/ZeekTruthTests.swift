import NetworkModel
import TestSupport
import Testing

/// Flow records beside the `conn.log`s of Zeek's own tests.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA isn't set."))
struct ZeekTruthTests {
    @Test func `conn_state and history of TCP flows are Zeek's`() throws {
        let comparison = try ZeekComparison(folder: folder)
        print(comparison.report)
    }

    private var folder: String { (TestEnvironment.dataFolder ?? "") + "/correctness/zeek" }
}
