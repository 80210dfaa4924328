import NetworkModel

/// Finds the local ports in the text of a socket table, whatever the pieces that it comes in.
struct SocketTableScanner {
    /// A line that is longer isn't one of a socket table: these have 150 bytes, 182 with IPv6.
    private static let maximumLineBytes = 1024

    /// States of TCP sockets, by the numbers of the kernel's `tcp_states.h`.
    private enum State {
        /// A connection that a listening socket was asked for and that isn't its program's yet.
        ///
        /// The kernel's own state for it, 12, is shown as this one.
        static let requested: UInt32 = 3
        static let timeWait: UInt32 = 6
        static let closed: UInt32 = 7
        static let listening: UInt32 = 10
    }

    private let table: SocketTable
    private var line: [UInt8] = []
    private var isHeader = true

    /// The ports found so far.
    var ports: OccupiedPorts
    /// Lines that say nothing that could be understood.
    private(set) var unreadableLines: UInt64 = 0

    /// A scanner at the start of a table's text, which adds to the ports of other tables.
    init(_ table: SocketTable, addingTo ports: OccupiedPorts) {
        self.table = table
        self.ports = ports
    }

    /// Takes the next piece of the text.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                endLine()
            } else if line.count <= Self.maximumLineBytes {
                line.append(byte)
            }
        }
    }

    /// Takes what stands behind the last line's end.
    mutating func finish() {
        if !line.isEmpty { endLine() }
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        guard !isHeader else { return isHeader = false }
        guard line.count <= Self.maximumLineBytes, addPort() else {
            unreadableLines += 1
            return
        }
    }

    /// Adds the port of the line, whose fields are a number, the local address, the remote one and
    /// the state; false where they aren't.
    private mutating func addPort() -> Bool {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 4)
        guard fields.count >= 4, let colon = fields[1].lastIndex(of: UInt8(ascii: ":")),
            let number = Self.number(fields[1][(colon + 1)...]),
            let port = UInt16(exactly: number), let state = Self.number(fields[3])
        else { return false }
        // A socket that isn't bound yet has none.
        guard port != 0 else { return true }
        guard table.isTCP else {
            ports.udpBound.insert(port)
            return true
        }
        switch state {
        case State.listening: ports.tcpListening.insert(port)
        case State.timeWait, State.closed, State.requested: break
        default: ports.tcpConnected.insert(port)
        }
        return true
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
