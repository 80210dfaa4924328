import Foundation
import TestSupport

/// The project's files as the checks of this target see them.
enum SourceTree {
    /// One source file.
    struct File {
        /// The path below the project's root.
        let path: String
        let lines: [String]

        /// The target: the folder below `Sources` or `Tests`.
        var target: String { String(path.split(separator: "/")[1]) }

        /// The modules that the file imports.
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2,
                    words[..<place].allSatisfy({ Self.importModifiers.contains(String($0)) }),
                    let module = words.last
                else { return nil }
                return String(module)
            }
        }

        private static let importModifiers: Set = [
            "public", "internal", "package", "private", "fileprivate", "@testable",
            "@preconcurrency",
        ]
    }

    /// The Swift files below a folder of the project, in the order of their paths.
    static func swiftFiles(below folder: String) throws -> [File] {
        try paths(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
            File(path: path, lines: try lines(of: path))
        }
    }

    /// All files below a folder of the project, without what is hidden or built.
    static func paths(below folder: String) throws -> [String] {
        let root = URL(fileURLWithPath: TestEnvironment.projectRoot)
        let start = folder.isEmpty ? root : root.appendingPathComponent(folder)
        guard
            let found = FileManager.default.enumerator(
                at: start, includingPropertiesForKeys: [.isRegularFileKey],
                options: [.skipsHiddenFiles])
        else { return [] }
        let prefix = root.standardizedFileURL.path + "/"
        return try found.compactMap { entry -> String? in
            guard let url = entry as? URL,
                try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { return nil }
            return String(url.standardizedFileURL.path.dropFirst(prefix.count))
        }.sorted()
    }

    /// The lines of a file of the project.
    static func lines(of path: String) throws -> [String] {
        let text = try String(
            contentsOfFile: "\(TestEnvironment.projectRoot)/\(path)", encoding: .utf8)
        return text.components(separatedBy: "\n")
    }
}
