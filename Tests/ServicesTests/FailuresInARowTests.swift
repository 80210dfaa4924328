import Testing

@testable import Services

struct FailuresInARowTests {
    private var failures = FailuresInARow(memoryNanoseconds: 100)

    @Test mutating func `those that come soon one after the other are counted`() {
        for time in [1, 100, 200] as [Int64] {
            failures.forget(now: time, isRestoring: false)
            failures.note(now: time)
        }
        #expect(failures.count == 3)
        failures.forget(now: 300, isRestoring: false)
        #expect(failures.count == 3)
        failures.forget(now: 301, isRestoring: false)
        #expect(failures.count == 0)
    }

    @Test mutating func `a commit ends the row`() {
        failures.note(now: 1)
        failures.reset()
        failures.note(now: 2)
        #expect(failures.count == 1)
    }

    @Test mutating func `while tasks are restored nothing is forgotten, however long that takes`() {
        failures.note(now: 1)
        for time in stride(from: 50 as Int64, through: 10_000, by: 150) {
            failures.forget(now: time, isRestoring: true)
        }
        failures.forget(now: 10_050, isRestoring: false)
        #expect(failures.count == 1)
        failures.forget(now: 10_200, isRestoring: false)
        #expect(failures.count == 0)
    }
}
