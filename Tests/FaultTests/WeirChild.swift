import Foundation
import TestSupport
import Testing

/// The `weir` binary of this build, running, to be disturbed.
final class WeirChild {
    private let process = Process()
    private let errorsPath: String
    private let markPath: String
    private let folder: TemporaryFolder
    private let arguments: [String]

    /// Starts a command line.
    init(
        _ arguments: [String], fault: FaultPoint? = nil, environment: [String: String] = [:]
    ) throws {
        self.arguments = arguments
        folder = try TemporaryFolder()
        errorsPath = folder.file("errors")
        markPath = folder.file("mark")
        _ = FileManager.default.createFile(atPath: errorsPath, contents: nil)
        process.executableURL = URL(
            fileURLWithPath: ProcessInfo.processInfo.environment["WEIR_TEST_BINARY"]
                ?? "\(TestEnvironment.projectRoot)/.build/debug/weir")
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WEIR_") }
        variables.merge(environment) { $1 }
        if let fault { variables.merge(fault.environment(mark: markPath)) { $1 } }
        process.environment = variables
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errorsPath)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        kill()
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { end == nil }
    /// What it has said on standard error.
    var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }
    /// Whether its fault has happened.
    var hasFailed: Bool { FileManager.default.fileExists(atPath: markPath) }

    /// Sends a signal.
    func signal(_ number: Int32) {
        if end == nil { Foundation.kill(identifier, number) }
    }

    /// `kill -9`, and waits until it is gone.
    func kill() {
        guard end == nil else { return }
        signal(SIGKILL)
        try? waitUntil("\(arguments) is gone", seconds: 30) { end != nil }
    }

    /// Whether it runs, or how it ended, and what it has said last.
    var state: String {
        let life = end.map { "it ended with \($0)" } ?? "it runs"
        return "\(life), and said: \(errors.suffix(4000))"
    }

    /// Waits for its end and returns its exit status, or minus the signal that ended it.
    @discardableResult
    func wait(seconds: Double = 120) throws -> Int32 {
        var status: Int32?
        do {
            try waitUntil("\(arguments) ends", seconds: seconds) {
                status = end
                return status != nil
            }
        } catch let late as TooLate {
            throw TooLate(description: "\(late); \(state)")
        }
        return try #require(status)
    }

    /// Its exit status, or minus the signal that ended it; nil while it runs.
    ///
    /// The kernel is asked, since Foundation hears of an end by a socket that closes, which it
    /// doesn't where a process that was started meanwhile has inherited it.
    private var end: Int32? {
        var information = unsafe siginfo_t()
        // The kernel fills in a variable of this stack; the child stays for Foundation to reap.
        let result = unsafe waitid(
            P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
        if result == 0 {
            let child = unsafe information._sifields._sigchld
            guard child.si_pid == identifier else { return nil }
            return unsafe information.si_code == CLD_EXITED ? child.si_status : -child.si_status
        }
        // Foundation has reaped it.
        guard !process.isRunning else { return nil }
        let status = process.terminationStatus
        return process.terminationReason == .uncaughtSignal ? -status : status
    }

    /// Waits for a good end.
    func succeed(seconds: Double = 120) throws {
        let status = try wait(seconds: seconds)
        try #require(status == 0, "\(arguments) ended with \(status): \(errors)")
    }

    /// True where the kernel holds it, as SIGSTOP does.
    var isStopped: Bool {
        let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        return text?.split(separator: ")").last?.split(separator: " ").first == "T"
    }

    /// The memory that it has in use, and how many files it has open.
    var resources: (residentBytes: Int, descriptors: Int) {
        let text = try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8)
        let pages = text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd")
        return (pages * 4096, files?.count ?? 0)
    }
}

/// A condition that didn't come true in time.
struct TooLate: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until a condition holds, and throws where it doesn't in time.
func waitUntil(_ what: String, seconds: Double, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            throw TooLate(description: "not within \(seconds) s: \(what)")
        }
        Thread.sleep(forTimeInterval: 0.01)
    }
}

/// Lets time go by, where a fault's own length is what is tested.
func pass(seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    try waitUntil("the time is over", seconds: seconds + 60) { ContinuousClock.now >= end }
}
