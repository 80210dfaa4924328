import TestSupport
import Testing

/// Flow records beside the `conn.log`s of Zeek's own tests.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA isn't set."))
struct ZeekTruthTests {
    @Test func `conn_state, history and counts are those of Zeek's logs`() throws {
        let folder = (TestEnvironment.dataFolder ?? "") + "/correctness/zeek"
        let comparison = try ZeekComparison(folder: folder)
        print(comparison.report)
        #expect(comparison.tcp.compared >= 140)
        #expect(comparison.tcp.equal * 100 >= comparison.tcp.compared * 95)
        #expect(comparison.others.compared >= 60)
        #expect(comparison.others.equal * 100 >= comparison.others.compared * 95)
        #expect(comparison.countDifferences.isEmpty)
    }
}
