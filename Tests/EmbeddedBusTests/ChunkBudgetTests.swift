import Testing

@testable import EmbeddedBus

@Suite struct ChunkBudgetTests {
    @Test func `a budget ends with its records or its bytes`() {
        var byRecords = ChunkBudget(records: 2, bytes: 100)
        byRecords.take(bytes: 1)
        #expect(!byRecords.isExhausted)
        byRecords.take(bytes: 1)
        #expect(byRecords.isExhausted)
        var byBytes = ChunkBudget(records: 2, bytes: 100)
        byBytes.take(bytes: 150)
        #expect(byBytes.isExhausted)
    }

    @Test func `shares are rounded up, so that each allows a record`() {
        var budget = ChunkBudget(records: 10, bytes: 100)
        let share = budget.share(of: 3)
        #expect(share == ChunkBudget(records: 4, bytes: 34))
        #expect(ChunkBudget(records: 1, bytes: 1).share(of: 8) == ChunkBudget(records: 1, bytes: 1))
        var rest = share
        rest.take(bytes: 20)
        budget.spend(share, leaving: rest)
        #expect(budget == ChunkBudget(records: 9, bytes: 80))
    }
}
