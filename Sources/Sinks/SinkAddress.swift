public import RowEncoding

/// Which sink, and where: `KIND:PATH`, and in whose columns.
public struct SinkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The kinds of sinks.
    public enum Kind: String, CaseIterable, Sendable {
        /// A folder with a file of JSON lines for each topic.
        case ndjson
        /// A folder with a file of comma-separated values for each topic.
        case csv
        /// A SQLite database with a table for each topic.
        case sqlite
        /// A folder with Parquet files for each topic and hour.
        case parquet
    }

    /// Which sink.
    public var kind: Kind
    /// A folder for files, else a file.
    public var path: String
    /// Whose columns flows have; another than weir's is for CSV only.
    public var format: ExportFormat

    /// Names a sink.
    public init(kind: Kind, path: String, format: ExportFormat = .weir) {
        self.kind = kind
        self.path = path
        self.format = format
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

    /// The addresses of several sinks, of which those that write CSV get a format; refuses a format
    /// that isn't one, and one that none of them takes.
    public static func all(
        _ texts: [String], format name: String
    ) throws(SinkError) -> [SinkAddress] {
        guard let format = ExportFormat(rawValue: name) else {
            let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw SinkError(
                .configuration, "A format is one of \(names); '\(name)' isn't.")
        }
        var addresses: [SinkAddress] = []
        for text in texts {
            var address = try SinkAddress(text)
            if address.kind == .csv { address.format = format }
            addresses.append(address)
        }
        guard format == .weir || addresses.contains(where: { $0.format == format }) else {
            throw SinkError(
                .configuration, "The format \(name) is for CSV sinks, csv:FOLDER; there is none.")
        }
        return addresses
    }

    /// Opens the sink.
    ///
    /// - Parameter version: weir's version, for files that tell who wrote them.
    public func open(mode: SinkMode, version: String = "0.0.0") throws(SinkError) -> any RecordSink
    {
        switch kind {
        case .ndjson: try FolderSink(path: path, mode: mode, format: .ndjson)
        case .csv: try FolderSink(path: path, mode: mode, format: .csv, columns: format)
        case .sqlite: try SQLiteSink(path: path, mode: mode)
        case .parquet: try ParquetSink(path: path, mode: mode, version: version)
        }
    }
}
