import Glibc

/// The wall clock, for the line of a Zeek log that tells when it was begun.
enum WallTime {
    /// Seconds since the epoch.
    static var seconds: Int64 { Int64(time(nil)) }
}
