/// Reads records.
///
/// Belongs to one thread.
public protocol BusReader: AnyObject {
    /// The next event, or nil when none came in time.
    ///
    /// - Parameter timeoutMilliseconds: How long to wait; 0 doesn't wait.
    func poll(timeoutMilliseconds: Int32) throws(BusError) -> ReaderEvent?

    /// Releases the connection, leaving the group at once. May be called twice.
    func close()
}
