import ServiceRuntime

/// Threads that belong together: when one fails, the others are told.
enum StageThreads {
    /// Starts a thread that tells `onFailure` before it ends with an error.
    static func start(
        _ name: String, onFailure: @escaping @Sendable () -> Void,
        body: @escaping @Sendable () throws -> Void
    ) -> ServiceThread {
        ServiceThread(name: name) {
            do {
                try body()
            } catch {
                onFailure()
                throw error
            }
        }
    }

    /// Waits for all threads and throws the first error.
    static func join(_ threads: [ServiceThread]) throws {
        var firstError: (any Error)?
        for thread in threads {
            do {
                try thread.join()
            } catch {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
    }
}
