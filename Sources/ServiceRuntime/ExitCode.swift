/// The exit codes that weir promises: those of sysexits.h that it uses.
public enum ExitCode: Int32, Sendable {
    /// All went well.
    case success = 0
    /// The command line makes no sense.
    case usage = 64
    /// The input isn't what it should be.
    case badInput = 65
    /// The bus or database isn't there.
    case unavailable = 69
    /// An error of weir's own making.
    case internalError = 70
    /// The configuration makes no sense, or doesn't fit what is on the bus.
    case configuration = 78
}
