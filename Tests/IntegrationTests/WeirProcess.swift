import Foundation
import TestSupport

/// The `weir` binary of this build, run as a user would.
struct WeirProcess {
    let status: Int32
    let output: String
    let errors: String

    /// The binary beside the test bundle.
    static var path: String {
        let configuration = ProcessInfo.processInfo.environment["WEIR_TEST_BINARY"]
        return configuration ?? "\(TestEnvironment.projectRoot)/.build/debug/weir"
    }

    /// Runs a command line to its end.
    static func run(_ arguments: String...) throws -> WeirProcess {
        try run(arguments)
    }

    /// Runs a command line to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> WeirProcess {
        let folder = try TemporaryFolder()
        let outputs = (folder.file("output"), folder.file("errors"))
        for file in [outputs.0, outputs.1] {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        let process = try start(arguments, outputs: outputs, environment: environment)
        process.waitUntilExit()
        return WeirProcess(
            status: process.terminationStatus,
            output: try String(contentsOfFile: outputs.0, encoding: .utf8),
            errors: try String(contentsOfFile: outputs.1, encoding: .utf8))
    }

    /// Starts a command line; the caller waits for it or ends it.
    static func start(
        _ arguments: [String], outputs: (String, String)? = nil,
        environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        var inherited = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("WEIR_")
        }
        inherited.merge(environment) { $1 }
        process.environment = inherited
        if let outputs {
            process.standardOutput = FileHandle(forWritingAtPath: outputs.0)
            process.standardError = FileHandle(forWritingAtPath: outputs.1)
        } else {
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
        }
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }
}
