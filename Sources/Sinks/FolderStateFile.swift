import Glibc

/// The file that holds a folder's state, and the replacing of it.
struct FolderStateFile {
    /// A larger one wasn't written by this sink.
    static let maximumBytes = 16 << 20

    let folder: String
    let name: String

    var path: String { "\(folder)/\(name)" }

    /// The state, as a kind of sink reads it; nil where there is none yet.
    func read<State>(_ decode: ([UInt8]) -> State?) throws(SinkError) -> State? {
        guard unsafe access(path, F_OK) == 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno, "read", path)
        }
        let bytes = try AppendFile(path: path).prefix(Self.maximumBytes)
        guard let state = decode(bytes) else {
            throw SinkError(
                .corrupt,
                "\(path) isn't the state of a sink; move the folder away or choose another one.")
        }
        return state
    }

    /// Replaces the state, durably: the new file is complete before it takes the old one's name.
    func write(_ state: [UInt8]) throws(SinkError) {
        let temporary = "\(path).new"
        let file = try AppendFile(path: temporary)
        defer { file.close() }
        try file.truncate(to: 0)
        try file.append { $0 = state }
        try file.synchronise()
        // The paths are borrowed for the call only.
        guard unsafe rename(temporary, path) == 0 else { throw .system(errno, "written", path) }
        try Self.synchroniseFolder(folder)
    }

    /// Makes the names in a folder durable.
    static func synchroniseFolder(_ folder: String) throws(SinkError) {
        // The path is borrowed for the call only.
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, "opened", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(errno, "written", folder) }
    }

    /// Makes a folder and those above it where they don't exist.
    static func makeFolder(_ folder: String) throws(SinkError) {
        var ends = folder.indices.filter { folder[$0] == "/" && $0 != folder.startIndex }
        ends.append(folder.endIndex)
        for end in ends {
            let path = String(folder[..<end])
            // The path is borrowed for the call only.
            if unsafe mkdir(path, 0o755) != 0, errno != EEXIST {
                throw .system(errno, "made", path)
            }
        }
    }
}
