import Foundation
import Glibc
public import Metrics

/// What this process takes of the machine, under the names that Prometheus' own clients use.
public enum ProcessUsage {
    /// The metrics now; one whose source isn't there is left out.
    public static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        func add(_ name: String, _ kind: MetricKind, _ help: String, _ value: Double?) {
            guard let value else { return }
            families.append(MetricFamily(name, kind, help, [MetricSample(.number(value))]))
        }
        let pages = words(of: "/proc/self/statm").compactMap { Double($0) }
        let pageBytes = Double(sysconf(Int32(_SC_PAGESIZE)))
        add(
            "process_cpu_seconds_total", .counter, "Processor time that was used.",
            cpuSeconds)
        add(
            "process_resident_memory_bytes", .gauge, "Memory that is in use.",
            pages.dropFirst().first.map { $0 * pageBytes })
        add(
            "process_virtual_memory_bytes", .gauge, "Address space that is taken.",
            pages.first.map { $0 * pageBytes })
        add("process_open_fds", .gauge, "File descriptors that are open.", openDescriptors)
        add(
            "process_max_fds", .gauge, "File descriptors that may be open.", maximumDescriptors)
        add(
            "process_start_time_seconds", .gauge, "When the process began, since 1970 in UTC.",
            startSeconds)
        return families
    }

    private static var cpuSeconds: Double? {
        var usage = rusage()
        // The call fills in this stack's value.
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else {
            return nil
        }
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    private static var openDescriptors: Double? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        else { return nil }
        // Looking takes one itself.
        return Double(names.count - 1)
    }

    private static var maximumDescriptors: Double? {
        var limit = rlimit()
        // The call fills in this stack's value.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return Double(limit.rlim_cur)
    }

    private static var startSeconds: Double? {
        // The name in parentheses may have spaces; the start is the 20th word behind it.
        guard let stat = text(of: "/proc/self/stat"), let name = stat.lastIndex(of: ")"),
            let uptime = words(of: "/proc/uptime").first.flatMap({ Double($0) })
        else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        let age = uptime - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return (Double(WallClock.nanoseconds) / 1e9 - age).rounded()
    }

    private static func words(of path: String) -> [String] {
        (text(of: path) ?? "").split { $0 == " " || $0 == "\n" }.map { String($0) }
    }

    private static func text(of path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
