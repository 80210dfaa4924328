public import HTTPMessages
public import RowEncoding

/// Which sink, and where: `KIND:PATH` or `KIND:ADDRESS`, and in whose columns.
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
        /// A QuestDB server with a table for each topic.
        case questdb
        /// An InfluxDB server with a measurement for each topic.
        case influxdb

        /// Whether it is a database that is reached over HTTP.
        public var isServer: Bool { self == .questdb || self == .influxdb }
    }

    /// Which sink.
    public var kind: Kind
    /// A folder for files, a file, or the address of a server.
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
        if kind.isServer { try Self.check(kind, String(parts[1])) }
        guard !parts[1].isEmpty else {
            throw SinkError(.configuration, "The sink '\(text)' lacks its path: KIND:PATH.")
        }
        self.init(kind: kind, path: String(parts[1]))
    }

    /// Where the server of a database is; nil for other sinks, and where the path isn't an address.
    public var server: HTTPAddress? { kind.isServer ? HTTPAddress(path) : nil }

    private static func check(_ kind: Kind, _ path: String) throws(SinkError) {
        let address = HTTPAddress(path)
        // What stands before an @ may be a password.
        let shown = path.contains("@") ? "a login belongs elsewhere; this" : "'\(path)'"
        let names = address?.path.split(separator: "/", omittingEmptySubsequences: false) ?? []
        switch kind {
        case .influxdb where address != nil && names.count == 1 && names != [""]: return
        case .questdb where address?.path == "": return
        case .influxdb:
            throw SinkError(
                .configuration,
                "The sink influxdb takes http://HOST:PORT/DATABASE, where DATABASE is a database "
                    + "or bucket, or the same with https; \(shown) isn't that.")
        default:
            throw SinkError(
                .configuration,
                "The sink questdb takes http://HOST:PORT, or the same with https; \(shown) isn't "
                    + "that.")
        }
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

    /// Opens a sink of files; databases on servers are written otherwise.
    ///
    /// - Parameter version: weir's version, for files that tell who wrote them.
    public func open(mode: SinkMode, version: String = "0.0.0") throws(SinkError) -> any RecordSink
    {
        switch kind {
        case .ndjson: try FolderSink(path: path, mode: mode, format: .ndjson)
        case .csv: try FolderSink(path: path, mode: mode, format: .csv, columns: format)
        case .sqlite: try SQLiteSink(path: path, mode: mode)
        case .parquet: try ParquetSink(path: path, mode: mode, version: version)
        case .questdb, .influxdb:
            throw SinkError(.invalidState, "The sink \(self) isn't one of files.", isFatal: true)
        }
    }
}
