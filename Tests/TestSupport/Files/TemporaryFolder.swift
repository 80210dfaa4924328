import Foundation

/// A folder that is deleted with its last reference.
public final class TemporaryFolder: Sendable {
    /// The folder's absolute path.
    public let path: String

    /// Makes a new, empty folder.
    public init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String {
        "\(path)/\(name)"
    }
}
