internal import Glibc
internal import StreamProcessing
internal import Synchronization

/// The files that this process has open, so that all its buses on one path share them.
enum BusFileRegistry {
    /// A file that is closed with its last bus.
    private struct Entry {
        weak var file: BusFile?
    }

    private static let files = Mutex<[String: Entry]>([:])

    /// The file at a path; opened, and made where it doesn't exist.
    ///
    /// Whoever opens a file blocks the others meanwhile, so that no path is opened twice.
    static func file(
        at path: String, options: EmbeddedBusOptions
    ) throws(BusError) -> BusFile {
        let path = canonical(path)
        // A typed error doesn't get through the closure of the mutex, but a result does.
        let outcome: Result<BusFile, BusError> = files.withLock { files in
            files = files.filter { $0.value.file != nil }
            if let file = files[path]?.file { return .success(file) }
            do throws(BusError) {
                let file = try BusFile(path: path, options: options)
                files[path] = Entry(file: file)
                return .success(file)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// The path without symbolic links, also of a file that doesn't exist yet.
    private static func canonical(_ path: String) -> String {
        if let resolved = resolve(path) { return resolved }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? path
        let folder = parts.dropLast().joined(separator: "/")
        let isInRoot = folder.isEmpty && path.hasPrefix("/")
        let resolved = resolve(folder.isEmpty ? (isInRoot ? "/" : ".") : folder)
        guard let resolved else { return path }
        return resolved == "/" ? "/\(name)" : "\(resolved)/\(name)"
    }

    private static func resolve(_ path: String) -> String? {
        // The C library allocates the answer, and it is freed here.
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
