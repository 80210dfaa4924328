import Foundation
import Glibc
import ServiceRuntime

/// What a measured body cost.
struct Cost {
    var wallSeconds: Double
    /// User and system time of all threads of this process.
    var processorSeconds: Double
    /// The same of the broker, where its process is known.
    var brokerSeconds: Double?
    /// The largest resident set meanwhile, in megabytes.
    var peakMegabytes: Int

    /// Runs a body and measures it.
    static func of(_ body: () throws -> Void) rethrows -> Cost {
        forgetPeak()
        let wall = MonotonicClock.nanoseconds
        let processor = processorNanoseconds
        let broker = brokerSeconds
        try body()
        return Cost(
            wallSeconds: Double(MonotonicClock.nanoseconds - wall) / 1e9,
            processorSeconds: Double(processorNanoseconds - processor) / 1e9,
            brokerSeconds: broker.flatMap { before in brokerSeconds.map { $0 - before } },
            peakMegabytes: peakMegabytes)
    }

    private static var processorNanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// What the broker has used so far; nil where `WEIR_TEST_KAFKA_PROCESS` names none of this
    /// machine's processes.
    private static var brokerSeconds: Double? {
        guard let process = ProcessInfo.processInfo.environment["WEIR_TEST_KAFKA_PROCESS"],
            let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // Behind the name: the state is field 3, user and system time are 14 and 15.
        let fields = text[end...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }
        return ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The largest resident set since `forgetPeak`, in megabytes.
    static var peakMegabytes: Int {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        return (kilobytes.flatMap { Int($0) } ?? 0) / 1024
    }

    private static func forgetPeak() {
        // 5 sets the peak back to what is resident now.
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }
}
