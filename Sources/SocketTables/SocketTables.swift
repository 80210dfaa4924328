import Glibc
public import NetworkModel

/// This machine's socket tables, as the kernel shows them in files.
///
/// Nothing is opened or bound to find out what is occupied, so that it disturbs nobody and needs
/// no rights. A socket that comes and goes between two looks is missed, and so is one of TCP that
/// is bound and neither listens nor is connected: the kernel doesn't list it.
public struct SocketTables: Sendable {
    /// What one look at the tables found.
    public struct Look: Sendable {
        /// The ports that sockets had.
        public var ports: OccupiedPorts
        /// Lines of the tables that couldn't be understood.
        public var unreadableLines: UInt64
    }

    /// Where Linux has the tables of the network namespace that the process is in.
    public static let systemFolder = "/proc/self/net"

    private static let chunkBytes = 64 << 10

    private let folder: String

    /// The tables in a folder.
    public init(folder: String = Self.systemFolder) {
        self.folder = folder
    }

    /// Reads all tables.
    public func look() throws(SocketTablesError) -> Look {
        var look = Look(ports: OccupiedPorts(), unreadableLines: 0)
        for table in SocketTable.allCases {
            var scanner = SocketTableScanner(table, addingTo: look.ports)
            try read(table, with: &scanner)
            look.ports = scanner.ports
            look.unreadableLines += scanner.unreadableLines
        }
        return look
    }

    private func read(
        _ table: SocketTable, with scanner: inout SocketTableScanner
    ) throws(SocketTablesError) {
        let path = "\(folder)/\(table.rawValue)"
        // The path is borrowed for the call only.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT, table.isOptional { return }
            throw SocketTablesError(path: path, errorNumber: errno)
        }
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            // The buffer outlives the call, which writes at most its length.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                guard errno == EINTR else {
                    throw SocketTablesError(path: path, errorNumber: errno)
                }
                continue
            }
            guard count > 0 else { return scanner.finish() }
            scanner.take(chunk[..<count])
        }
    }
}
