/// Which sink, and where: `KIND:PATH`.
public struct SinkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The kinds of sinks.
    public enum Kind: String, CaseIterable, Sendable {
        /// A folder with a file of JSON lines for each topic.
        case ndjson
        /// A folder with a file of comma-separated values for each topic.
        case csv
        /// A SQLite database with a table for each topic.
        case sqlite
    }

    /// Which sink.
    public var kind: Kind
    /// A folder for files, else a file.
    public var path: String

    /// Names a sink.
    public init(kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    /// Reads `KIND:PATH`.
    public init(_ text: String) throws(SinkError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else {
            throw SinkError(
                .configuration,
                "A sink is KIND:PATH, where KIND is one of \(kinds); '\(text)' isn't.")
        }
        guard !parts[1].isEmpty else {
            throw SinkError(.configuration, "The sink '\(text)' lacks its path: KIND:PATH.")
        }
        self.init(kind: kind, path: String(parts[1]))
    }

    /// `KIND:PATH`.
    public var description: String { "\(kind.rawValue):\(path)" }

    /// Opens the sink.
    public func open(mode: SinkMode) throws(SinkError) -> any RecordSink {
        switch kind {
        case .ndjson: try FolderSink(path: path, mode: mode, format: .ndjson)
        case .csv: try FolderSink(path: path, mode: mode, format: .csv)
        case .sqlite: try SQLiteSink(path: path, mode: mode)
        }
    }
}
