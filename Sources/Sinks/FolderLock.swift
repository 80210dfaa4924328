import Glibc

/// Keeps other processes from beginning the same folder while this one does.
///
/// Safe to use: the descriptor is this object's alone and is closed with it.
final class FolderLock {
    private var descriptor: Int32

    /// Takes the lock, waiting for whoever holds it.
    init(_ folder: String) throws(SinkError) {
        // The path is borrowed for the call only.
        descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, "opened", folder) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system(errno, "opened", folder) }
        }
    }

    deinit {
        release()
    }

    /// Gives the lock back; may be called twice.
    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
