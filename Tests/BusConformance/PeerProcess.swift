import Foundation
public import StreamProcessing

/// The helper executable, running.
public final class PeerProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let text = Locked("")
    private let hasEnded = Locked(false)

    /// Starts the helper, which lies beside the tests' own executable.
    public init(_ arguments: [String], bus: any MessageBus, silentMemberSeconds: Int) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: tests)
            .deletingLastPathComponent().appendingPathComponent("BusPeer")
        process.arguments = [bus.address, String(silentMemberSeconds)] + arguments
        process.standardInput = input
        process.standardOutput = output
        output.fileHandleForReading.readabilityHandler = { [text, hasEnded] handle in
            let data = handle.availableData
            if data.isEmpty {
                // The helper has ended, and everything that it said is here.
                handle.readabilityHandler = nil
                hasEnded.set(true)
            }
            text.change { $0 += String(decoding: data, as: UTF8.self) }
        }
        try process.run()
    }

    deinit {
        kill()
    }

    /// Waits until the helper has said a line so many times.
    public func waitFor(_ line: String, times: Int, withinSeconds seconds: Int) throws {
        try waitFor(line, times: times, within: Deadline(seconds: seconds))
    }

    /// Waits until the helper has said a line so many times.
    func waitFor(
        _ line: String, times: Int = 1, within deadline: Deadline,
        file: StaticString = #fileID, at place: UInt = #line
    ) throws {
        while true {
            // In this order: what the helper said before it ended is here when its end is known.
            let isOver = hasEnded.value
            let said = text.value
            if said.split(separator: "\n").count(where: { $0 == line }) >= times { return }
            let failure = "the helper didn't say \"\(line)\" \(times) times, but \"\(said)\""
            try expect(!isOver, "\(failure), and ended", file: file, line: place)
            try deadline.check(failure, file, place)
            Thread.sleep(forTimeInterval: 0.005)
        }
    }

    /// Ends the helper without any notice, as `kill -9` does.
    public func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
