public import CommandLineParsing
import Glibc

/// Reads a configuration file: a YAML mapping of keys to one value, to a list of values or to a
/// mapping of keys to values.
public enum ConfigurationFile {
    /// The largest file that is read, in bytes; a larger one is refused.
    public static let maximumBytes = 1 << 20
    /// The most values that one key may have; more are refused.
    public static let maximumValues = 1000

    /// Reads a file and checks its keys against the known ones.
    ///
    /// Each `${NAME}` in a value becomes the value of that environment variable, `${NAME:-text}`
    /// the text where the variable isn't set or is empty, and `$$` a dollar.
    public static func read(
        path: String, knownKeys: [String], environment: [String: String]
    ) throws(ConfigurationFileError) -> [ConfigurationEntry] {
        let bytes = try contents(of: path)
        return try parse(bytes, file: path, knownKeys: knownKeys, environment: environment)
    }

    /// Reads the text of a file that is called `file` in messages.
    public static func parse(
        _ bytes: [UInt8], file: String, knownKeys: [String], environment: [String: String]
    ) throws(ConfigurationFileError) -> [ConfigurationEntry] {
        guard bytes.count <= maximumBytes else { throw tooLarge(file) }
        var reader = EntryReader(
            events: YAMLEventReader(bytes, file: file), knownKeys: knownKeys,
            expansion: VariableExpansion(environment: environment))
        return try reader.readDocument()
    }

    private static func tooLarge(_ path: String) -> ConfigurationFileError {
        ConfigurationFileError(
            .tooLarge,
            "The configuration file \(path) has more than \(maximumBytes) bytes; "
                + "is it the right one?"
        )
    }

    private static func contents(of path: String) throws(ConfigurationFileError) -> [UInt8] {
        // The path is borrowed for the call only.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= maximumBytes {
            let capacity = chunk.count
            // The buffer outlives the call, which writes at most `capacity` bytes into it.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, capacity)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw unreadable(path)
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        throw tooLarge(path)
    }

    private static func unreadable(_ path: String) -> ConfigurationFileError {
        let number = errno
        // The C library's text for the number is static or thread-local; it is copied at once.
        let cause = unsafe strerror(number).map { unsafe String(cString: $0) }
        return ConfigurationFileError(
            .unreadable, "The configuration file \(path) can't be read.", cause: cause)
    }
}
