import Foundation
import TestSupport

/// nDPI's own program of the version that is installed, from Debian's package libndpi-bin.
enum InstalledReader {
    static let path: String? = ["/usr/bin/ndpiReader", "/usr/local/bin/ndpiReader"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What it says of a capture's flows, run as nDPI's project runs it for its truth.
    static func flows(
        of capture: String, in folder: TemporaryFolder
    ) throws -> [FlowEnds: [ReaderFlow]] {
        guard let path else { return [:] }
        let output = "\(folder.path)/reader.out"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-q", "-t", "-v", "2", "-i", capture, "-w", output]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(atPath: output) }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: output))
        return ReaderFlow.flows(of: String(decoding: bytes, as: UTF8.self))
    }
}
