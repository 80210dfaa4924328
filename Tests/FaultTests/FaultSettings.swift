import Foundation
import TestSupport

/// How the fault suite runs, told by environment variables that `make chaos` sets.
enum FaultSettings {
    /// The seed of every choice: `CHAOS_SEED`, else one of the clock.
    ///
    /// It is printed with the first use, so that a run can be had again.
    static let seed: UInt64 = {
        let seed =
            number("CHAOS_SEED") ?? UInt64(Date().timeIntervalSince1970 * 1000) % 1_000_000_007
        FileHandle.standardError.write(Data("fault suite: CHAOS_SEED=\(seed)\n".utf8))
        return seed
    }()

    /// How many rounds a row has: `CHAOS_RUNS`; 1 by default, the short form.
    static let runs = Int(number("CHAOS_RUNS") ?? 1)

    /// Whether the rows that take long run too: all but the short form.
    static var isLong: Bool { number("CHAOS_RUNS") != nil }

    /// How long the soak lasts at the least: `CHAOS_SOAK_SECONDS`.
    static let soakSeconds = Double(number("CHAOS_SOAK_SECONDS") ?? 0)

    /// The rounds of a row, for its test's arguments.
    static var rounds: Range<Int> { 0..<runs }

    /// A broker gives up silent members after so long; brokers allow 6 s at the least by default,
    /// and the scripts' own brokers less.
    static let sessionMilliseconds = Int(number("CHAOS_SESSION_MILLISECONDS") ?? 6_000)

    /// The script that starts and stops brokers, where it is at hand: `KAFKA_TOOL`.
    static let kafkaTool: String? = {
        let path =
            ProcessInfo.processInfo.environment["KAFKA_TOOL"]
            ?? "\(TestEnvironment.projectRoot)/../shared/kafka/kafka"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// True where rows with a broker of their own can run.
    static var hasOwnBrokers: Bool { TestEnvironment.kafka != nil && kafkaTool != nil }

    /// Choices for one round of a row: the same for the same seed.
    static func generator(_ row: String, round: Int = 0) -> SeededGenerator {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in row.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return SeededGenerator(seed: seed &+ hash &+ UInt64(round) &* 0x9e37)
    }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
}
