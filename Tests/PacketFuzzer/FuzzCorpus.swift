import Foundation
import PacketCapture
import PacketDecoding

/// The frames that the fuzzer changes: those of all captures below a folder, by link type.
struct FuzzCorpus {
    /// How much is kept of a capture and of a frame.
    private static let framesOfCapture = 500
    private static let frameBytes = 2048

    /// Frames with the link type that they were captured under; never empty.
    private(set) var frames: [(linkType: LinkType, bytes: [UInt8])] = []
    /// How many captures gave frames.
    private(set) var captureCount = 0

    /// Reads what libpcap can read below the paths, and what the decoder knows of it.
    init(paths: [String]) {
        for path in paths {
            var isFolder: ObjCBool = false
            // The call writes the flag.
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                continue
            }
            guard isFolder.boolValue else {
                read(path)
                continue
            }
            let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }
            for name in (names ?? []).sorted() where Self.isCapture(name) {
                read("\(path)/\(name)")
            }
        }
        // As many of these as of a capture, so that they count among many.
        for _ in 0..<8 { frames += ConstructedFrames.all }
    }

    private static func isCapture(_ name: String) -> Bool {
        [".pcap", ".pcapng", ".cap", ".pcap.gz", ".pcapng.gz"].contains { name.hasSuffix($0) }
    }

    /// Keeps the first frames of a capture; one that is damaged gives those before the damage.
    private mutating func read(_ path: String) {
        guard let file = try? CaptureFile(path: path) else { return }
        captureCount += 1
        var left = Self.framesOfCapture
        while left > 0 {
            left -= 1
            let status = try? file.next { captured, _, _ in
                let count = min(captured.byteCount, Self.frameBytes)
                // The span checks its bounds, and any bits make a byte.
                let bytes = (0..<count).map {
                    unsafe captured.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
                }
                frames.append((file.linkType, bytes))
            }
            guard status == .packet else { return }
        }
    }
}
