/// In which tool's columns the CSV sink writes flows.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// weir's own: every member of every record; statistics and alerts too.
    case weir
    /// The `flow` table of ShadowMeter.
    case shadowmeter
    /// The CSV of deepfence's FlowMeter.
    case flowmeter
    /// The CSV of NFStream with statistics and nDPI.
    case nfstream
    /// The CSV of CICFlowMeter.
    case cicflowmeter
    /// Zeek's conn.log.
    case zeek

    /// The name of the file that holds the flows.
    public var fileName: String { self == .zeek ? "conn.log" : "flows.csv" }

    /// The columns of a flow; nil for weir's own, which are those of the sink's table.
    var columns: [ExportColumn]? {
        switch self {
        case .weir: nil
        case .shadowmeter: ShadowMeterExport.columns
        case .flowmeter: FlowMeterExport.columns
        case .nfstream: NFStreamExport.columns
        case .cicflowmeter: CICFlowMeterExport.columns
        case .zeek: ZeekExport.columns
        }
    }

    /// What makes the lines of a file that is begun at a time, in seconds since the epoch; nil for
    /// weir's own columns.
    public func formatter(time: Int64) -> (any RowFormatter)? {
        guard let columns else { return nil }
        return self == .zeek
            ? ZeekFormatter(columns, types: ZeekExport.types, path: "conn", time: time)
            : ExportFormatter(columns)
    }
}
