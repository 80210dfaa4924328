import RowEncoding

/// What a folder's sink has made durable: how long its files are, and where it goes on reading.
struct FolderState: DurableFolderState {
    static let currentVersion = 1

    var version = FolderState.currentVersion
    /// The identity of the bus; nil for one that can't be gone on with.
    var bus: String?
    /// Whose columns the files have; nil for weir's own.
    var format: String?
    /// What tells the folder from one of the same name on another machine; nil where an earlier
    /// version wrote this.
    var identity: String?
    /// The durable length of each file, by its name.
    var lengths: [String: Int64] = [:]
    var offsets: [DurableOffset] = []

    init(bus: String?, format: ExportFormat) {
        self.bus = bus
        self.format = format == .weir ? nil : format.rawValue
    }

    /// An identity that no other folder has.
    static func newIdentity() -> String {
        let halves = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        return halves.joined(separator: "-")
    }
}
