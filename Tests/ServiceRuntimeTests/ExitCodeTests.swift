import Foundation
import ServiceRuntime
import Testing

struct ExitCodeTests {
    @Test func `exit codes are those of sysexits`() {
        #expect(ExitCode.usage.rawValue == EX_USAGE)
        #expect(ExitCode.badInput.rawValue == EX_DATAERR)
        #expect(ExitCode.unavailable.rawValue == EX_UNAVAILABLE)
        #expect(ExitCode.internalError.rawValue == EX_SOFTWARE)
        #expect(ExitCode.configuration.rawValue == EX_CONFIG)
    }
}
