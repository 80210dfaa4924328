import Foundation

/// A folder for a temporary bus, deleted with its last reference.
final class ScratchFolder {
    private let url: URL

    /// Makes a new folder where temporary files belong.
    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("weir-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String {
        url.appendingPathComponent(name).path
    }
}
