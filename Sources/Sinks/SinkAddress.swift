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
    ///
    /// - Parameter format: Whose columns flows have; another than weir's is for CSV only.
    public func open(
        mode: SinkMode, format: ExportFormat = .weir
    ) throws(SinkError) -> any RecordSink {
        try check(format)
        switch kind {
        case .ndjson: return try FolderSink(path: path, mode: mode, format: .ndjson)
        case .csv:
            return try FolderSink(path: path, mode: mode, format: .csv, columns: format)
        case .sqlite: return try SQLiteSink(path: path, mode: mode)
        }
    }

    /// Refuses a format that the sink doesn't have.
    public func check(_ format: ExportFormat) throws(SinkError) {
        guard kind == .csv || format == .weir else {
            throw SinkError(
                .configuration,
                "The format \(format.rawValue) is for CSV sinks, csv:FOLDER; '\(self)' isn't one.")
        }
    }
}
