import Foundation
import StreamProcessing

/// Where a secret comes from.
public enum SecretSource: Sendable {
    /// It was given, by the environment.
    case value(Secret)
    /// It is the first line of a file.
    case file(String)

    /// The longest secret that is taken from a file, in bytes.
    static let maximumBytes = 4096

    /// The secret; throws where its file can't be read or has none.
    ///
    /// - Parameter purpose: What it is for, after "the", for the error.
    func read(_ purpose: String) throws(BusError) -> Secret {
        switch self {
        case .value(let secret): return secret
        case .file(let path):
            let bytes = try Self.bytes(of: path, purpose)
            let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
            guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
                throw BusError(
                    .configuration,
                    "the first line of \(path) isn't the \(purpose): it is empty or no text")
            }
            return Secret(text)
        }
    }

    private static func bytes(of path: String, _ purpose: String) throws(BusError) -> Data {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            // One byte more than allowed is enough to refuse it.
            bytes = try file.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw BusError(
                .configuration, "cannot read the \(purpose) from \(path): make the file readable",
                cause: error.localizedDescription)
        }
        guard bytes.count <= maximumBytes else {
            throw BusError(
                .configuration,
                "\(path) has more than \(maximumBytes) bytes: it isn't the file of the \(purpose)")
        }
        return bytes
    }
}
