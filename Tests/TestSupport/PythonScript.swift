import Foundation

/// Scripts of the project run by the interpreter of `WEIR_TEST_PYTHON`, which has the libraries
/// that results are compared with.
public enum PythonScript {
    /// Runs a script of the folder `scripts` to its end.
    ///
    /// - Returns: Its exit status, and what it printed on either output.
    public static func run(
        _ name: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let interpreter = TestEnvironment.python ?? "python3"
        let words = [interpreter, "\(TestEnvironment.projectRoot)/scripts/\(name)"] + arguments
        let command = words.map { "'\($0)'" }.joined(separator: " ") + " 2>&1"
        // Foundation may never hear of a process's end; the C library's stream ends with it. The
        // stream is this function's alone.
        guard let stream = unsafe popen(command, "re") else {
            throw CocoaError(.executableNotLoadable)
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe fread($0.baseAddress, 1, $0.count, stream)
            }
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = unsafe pclose(stream)
        return (status >> 8 & 0xff, String(decoding: output, as: UTF8.self))
    }
}
