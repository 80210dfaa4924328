import Foundation
import Metrics
import ServiceRuntime
import Testing

struct ProcessUsageTests {
    private func values() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for family in ProcessUsage.families() {
            guard case .number(let number)? = family.samples.first?.value else { continue }
            values[family.name] = number
        }
        return values
    }

    @Test func `a process takes what it takes`() throws {
        let values = try values()
        #expect(values.count == 6)
        let resident = try #require(values["process_resident_memory_bytes"])
        #expect(resident > 1_000_000)
        #expect(try #require(values["process_virtual_memory_bytes"]) > resident)
        let descriptors = try #require(values["process_open_fds"])
        #expect(descriptors >= 3)
        #expect(try #require(values["process_max_fds"]) >= descriptors)
        #expect(try #require(values["process_cpu_seconds_total"]) > 0)
        let age = Date().timeIntervalSince1970 - (values["process_start_time_seconds"] ?? 0)
        #expect(age > -2 && age < 86_400)
    }

    @Test func `an open file is a descriptor more`() throws {
        // Other tests open and close files at the same time, so that many are opened here.
        let before = try #require(try values()["process_open_fds"])
        let pipes = (0..<200).map { _ in Pipe() }
        let after = try #require(try values()["process_open_fds"])
        #expect(after >= before + 200)
        withExtendedLifetime(pipes) {}
    }
}
