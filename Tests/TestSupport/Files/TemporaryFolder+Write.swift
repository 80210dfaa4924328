import Foundation

extension TemporaryFolder {
    /// Writes a file into the folder and returns its path.
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = file(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
