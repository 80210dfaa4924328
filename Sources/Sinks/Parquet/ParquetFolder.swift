import FoundationEssentials
import Glibc
import RowEncoding

/// The names of a Parquet sink's files, and the steps by which a file comes to its place.
struct ParquetFolder {
    /// Readers of datasets leave out what begins with a dot.
    static let partsName = ".weir-parquet"
    static let stateName = ".weir-parquet.json"

    let path: String

    var partsPath: String { "\(path)/\(Self.partsName)" }

    func partPath(_ number: Int) -> String { "\(partsPath)/\(number).part" }

    func tablePath(_ table: String) -> String { "\(path)/\(table)" }

    /// Where a file is read: `flows/date=2024-05-01/hour=12/flows-2024-05-01T12-7.parquet`.
    private func place(_ file: ParquetFolderState.File) -> (folder: String, name: String) {
        let hour = EventHour(number: file.hour)
        return (
            "\(tablePath(file.table))/\(hour.path)",
            "\(file.table)-\(hour.text)-\(file.number).parquet"
        )
    }

    /// Gives a file that is complete by the state its place; again where that was done before.
    func place(complete file: ParquetFolderState.File) throws(SinkError) {
        let part = partPath(file.number)
        // Once it has been renamed it is nobody's business here any more where the file went.
        guard try exists(part) else { return }
        try cut(file)
        let (folder, name) = place(file)
        try FolderStateFile.makeFolder(folder)
        // The paths are borrowed for the call only.
        guard unsafe rename(part, "\(folder)/\(name)") == 0 else {
            throw .system(errno, "written", "\(folder)/\(name)")
        }
        // The file's name, and those of the folders that may have been made for it.
        var changed = folder
        while changed != path {
            try FolderStateFile.synchroniseFolder(changed)
            changed = String(changed[..<(changed.lastIndex(of: "/") ?? changed.startIndex)])
        }
        try FolderStateFile.synchroniseFolder(path)
    }

    /// Cuts off what isn't durable by the state.
    private func cut(_ file: ParquetFolderState.File) throws(SinkError) {
        let path = partPath(file.number)
        let length = try self.length(path)
        guard length >= file.length else { throw damaged(path, "is shorter than it was") }
        guard length > file.length else { return }
        let part = try AppendFile(path: path)
        defer { part.close() }
        try part.truncate(to: file.length)
        try part.synchronise()
    }

    private func length(_ path: String) throws(SinkError) -> Int64 {
        var status = stat()
        // The path is borrowed for the call only, which fills in a variable of this stack.
        guard unsafe stat(path, &status) == 0 else { throw .system(errno, "read", path) }
        return Int64(status.st_size)
    }

    /// Refuses where a file isn't what the state says: only those that are complete may be gone.
    func check(_ files: [ParquetFolderState.File]) throws(SinkError) {
        for file in files where !file.isComplete {
            let part = partPath(file.number)
            guard try exists(part) else { throw damaged(part, "isn't there any more as it was") }
            guard try length(part) >= file.length else {
                throw damaged(part, "is shorter than it was")
            }
        }
    }

    private func damaged(_ path: String, _ what: String) -> SinkError {
        SinkError(
            .corrupt,
            "\(path) \(what) left; move the folder \(self.path) away or choose another.")
    }

    /// Whether there are folders with a table's name.
    var hasTables: Bool {
        get throws(SinkError) {
            for table in RowTable.all where try exists(tablePath(table.name)) { return true }
            return false
        }
    }

    func exists(_ path: String) throws(SinkError) -> Bool {
        // The path is borrowed for the call only.
        if unsafe access(path, F_OK) == 0 { return true }
        guard errno == ENOENT else { throw .system(errno, "read", path) }
        return false
    }

    /// Deletes parts that the state doesn't have: their rows will come again.
    func removeParts(except numbers: Set<Int>) throws(SinkError) {
        for name in try names(in: partsPath) where name.hasSuffix(".part") {
            if let number = Int(name.dropLast(5)), numbers.contains(number) { continue }
            try remove("\(partsPath)/\(name)")
        }
    }

    /// Deletes the files of all tables that have names as this sink makes them.
    func removeTables() throws(SinkError) {
        for table in RowTable.all where try exists(tablePath(table.name)) {
            let top = tablePath(table.name)
            for date in try names(in: top) where date.hasPrefix("date=") {
                for hour in try names(in: "\(top)/\(date)") where hour.hasPrefix("hour=") {
                    let folder = "\(top)/\(date)/\(hour)"
                    for name in try names(in: folder)
                    where name.hasPrefix("\(table.name)-") && name.hasSuffix(".parquet") {
                        try remove("\(folder)/\(name)")
                    }
                    // Folders that hold anything else stay.
                    _ = unsafe rmdir(folder)
                }
                _ = unsafe rmdir("\(top)/\(date)")
            }
        }
    }

    private func remove(_ path: String) throws(SinkError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .system(errno, "deleted", path)
        }
    }

    private func names(in folder: String) throws(SinkError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw SinkError(
                .unavailable, "\(folder) can't be read; check its owner and rights.",
                cause: "\(error)")
        }
    }
}
