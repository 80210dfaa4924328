import Foundation
import TestSupport

/// A capture of the data folder with the file that holds another program's view of it.
struct TruthCapture: Sendable {
    /// The capture's file.
    let path: String
    /// How messages name it: its path in the data folder.
    let name: String
    /// The other program's file.
    let truth: String

    /// Larger captures are read only in a full run, so that the tests fit in a minute.
    static let maximumBytes = 300_000

    /// The captures of which `truth/<program>` holds a table whose name ends in `suffix`.
    static func all(of program: String, suffix: String) throws -> [TruthCapture] {
        guard let data = TestEnvironment.dataFolder else { return [] }
        let folder = "\(data)/truth/\(program)"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap {
            table in
            guard table.hasSuffix(suffix) else { return nil }
            let parts = table.dropLast(suffix.count).components(separatedBy: "__")
            // Folders are named in front; in Zeek's file names `__` stands as it is.
            let depth = parts[0] == "correctness" ? 2 : 1
            let name =
                parts[..<depth].joined(separator: "/") + "/"
                + parts[depth...].joined(separator: "__")
            return TruthCapture(name, in: data, truth: "\(folder)/\(table)")
        }
    }

    /// The captures of a folder beside each of which lies a file with the suffix appended.
    static func beside(_ folder: String, suffix: String) throws -> [TruthCapture] {
        guard let data = TestEnvironment.dataFolder else { return [] }
        let path = "\(data)/\(folder)"
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().compactMap {
            guard $0.hasSuffix(suffix) else { return nil }
            let name = "\(folder)/\($0.dropLast(suffix.count))"
            return TruthCapture(name, in: data, truth: "\(path)/\($0)")
        }
    }

    /// Nil where the capture is left to the full run.
    init?(_ name: String, in data: String, truth: String) {
        let plain = "\(data)/\(name)"
        path = FileManager.default.fileExists(atPath: plain) ? plain : "\(plain).gz"
        self.name = name
        self.truth = truth
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let bytes = attributes?[.size] as? Int ?? 0
        guard TestEnvironment.isFull || bytes <= Self.maximumBytes else { return nil }
    }
}
