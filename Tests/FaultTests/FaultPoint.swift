import Foundation

/// A fault at a named point inside the program, made by the library `FaultPoints`, which is loaded
/// before the program's own.
struct FaultPoint: Sendable, CustomStringConvertible {
    /// The point's name, as the library's source lists them.
    var name: String
    /// At which call of it the fault happens.
    var number: Int
    /// What happens.
    var action = "kill"
    /// At every so many calls rather than once.
    var repeats = false
    /// How long after the point it happens, or how long it lasts.
    var delayMicroseconds = 0
    /// How many calls in a row are refused.
    var calls = 1
    /// What the paths of the files have in them, at points of files.
    var path: String?
    /// A file with the identifier of the process that is killed; nil for the program itself.
    var victim: String?

    var description: String {
        "\(name):\(number)\(repeats ? "+" : ""):\(action)"
            + (delayMicroseconds > 0 ? " after \(delayMicroseconds) µs" : "")
    }

    /// The library beside the tests' own executable.
    static let library: String = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests ?? "").deletingLastPathComponent()
            .appendingPathComponent("libFaultPoints.so").path
    }()

    /// The environment that brings the fault about.
    ///
    /// - Parameter mark: A file that is made when it happens.
    func environment(mark: String) -> [String: String] {
        var variables = [
            "LD_PRELOAD": Self.library,
            "FAULT_POINT": "\(name):\(number)\(repeats ? "+" : ""):\(action)",
            "FAULT_DELAY_MICROSECONDS": "\(delayMicroseconds)", "FAULT_CALLS": "\(calls)",
            "FAULT_MARK": mark,
        ]
        variables["FAULT_PATH"] = path
        variables["FAULT_VICTIM"] = victim
        return variables
    }
}
