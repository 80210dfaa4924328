public import NetworkModel

/// Counts one session's packets of one partition into windows of event time.
///
/// A packet counts in the window that holds its own time, unless it is later than the allowance: it
/// then counts as late in the window of the sensor's clock, and nowhere else. Several windows are
/// open at once, since a batch may span many; they are as many as rows since the last `close` and
/// as the allowance is long, and never more than `maximumOpenWindows`.
public struct WindowAccumulator: Sendable {
    /// The most windows that are open at once; a packet that would open one more is refused.
    public static let maximumOpenWindows = 16_384

    /// Packets that were counted nowhere because too many windows were open.
    public private(set) var refusedPackets: UInt64 = 0
    /// Packets that were later than the allowance.
    public private(set) var latePackets: UInt64 = 0
    private let grid: WindowGrid
    private let hasher = AddressHasher()
    private var windows: [OpenWindow] = []
    private var positions: [Int64: Int] = [:]
    /// A closed window whose memory the next one takes over.
    private var spare: OpenWindow?
    /// The window of the newest packet, by position and by time, so that most packets need no
    /// division and no search.
    private var current = 0
    private var currentStart = Timestamp(nanoseconds: .max)
    private var currentEnd = Timestamp.distantPast

    /// An accumulator of windows of a length.
    public init(windowNanoseconds: Int64) {
        grid = WindowGrid(nanoseconds: windowNanoseconds)
    }

    /// How many windows are open.
    public var openWindows: Int { windows.count }

    /// Counts a packet.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - allowedLatenessNanoseconds: How far behind the newest time a packet may lie.
    ///   - realTime: When the packet's record was appended; kept and never decided by.
    public mutating func add(
        _ packet: PacketSummary, allowedLatenessNanoseconds: Int64, realTime: Timestamp
    ) {
        if packet.latenessNanoseconds > allowedLatenessNanoseconds {
            addLate(at: packet.clock, realTime: realTime)
        } else if open(at: packet.time) {
            windows[current].add(packet)
            noteRealTime(realTime)
        }
    }

    /// Counts a packet that is in no flow.
    public mutating func add(
        _ skipped: SkippedPacket, allowedLatenessNanoseconds: Int64, realTime: Timestamp
    ) {
        if skipped.latenessNanoseconds > allowedLatenessNanoseconds {
            addLate(at: skipped.clock, realTime: realTime)
        } else if open(at: skipped.time) {
            windows[current].add(skipped)
            noteRealTime(realTime)
        }
    }

    /// Offers a flow that began with a packet as a sample; a late packet's isn't taken.
    public mutating func add(
        _ sample: FlowSample, of packet: PacketSummary, allowedLatenessNanoseconds: Int64
    ) {
        guard packet.latenessNanoseconds <= allowedLatenessNanoseconds, open(at: packet.time)
        else { return }
        windows[current].add(sample)
    }

    /// Closes the windows that end at or before a watermark.
    ///
    /// - Returns: Those that had packets, in ascending order.
    public mutating func close(upTo watermark: Timestamp) -> [WindowPartial] {
        close { $0 <= watermark }
    }

    /// Closes all windows, in ascending order: the session has ended.
    public mutating func closeAll() -> [WindowPartial] {
        close { _ in true }
    }

    private mutating func close(where isDue: (Timestamp) -> Bool) -> [WindowPartial] {
        guard windows.contains(where: { isDue(grid.end(of: $0.index)) }) else { return [] }
        var closed: [WindowPartial] = []
        var open: [OpenWindow] = []
        for position in windows.indices {
            guard isDue(grid.end(of: windows[position].index)) else {
                open.append(windows[position])
                continue
            }
            closed.append(windows[position].close())
            spare = windows[position]
        }
        windows = open
        positions.removeAll(keepingCapacity: true)
        for (position, window) in windows.enumerated() { positions[window.index] = position }
        currentStart = Timestamp(nanoseconds: .max)
        currentEnd = .distantPast
        return closed.sorted { $0.index < $1.index }
    }

    /// Makes the window that holds a time the current one.
    ///
    /// - Returns: False when it isn't open and there is no room for it.
    private mutating func open(at time: Timestamp) -> Bool {
        if time >= currentStart && time < currentEnd { return true }
        let index = grid.index(of: time)
        if let position = positions[index] {
            current = position
        } else if windows.count < Self.maximumOpenWindows {
            current = windows.count
            positions[index] = current
            windows.append(newWindow(index))
        } else {
            refusedPackets += 1
            return false
        }
        currentStart = grid.start(of: index)
        currentEnd = grid.end(of: index)
        return true
    }

    private mutating func newWindow(_ index: Int64) -> OpenWindow {
        guard var window = spare.take() else { return OpenWindow(index: index, hasher: hasher) }
        window.reopen(index: index)
        return window
    }

    private mutating func addLate(at clock: Timestamp, realTime: Timestamp) {
        latePackets += 1
        guard open(at: clock) else { return }
        windows[current].counters.latePackets &+= 1
        noteRealTime(realTime)
    }

    private mutating func noteRealTime(_ realTime: Timestamp) {
        windows[current].counters.realTime = max(windows[current].counters.realTime, realTime)
    }
}

extension WindowAccumulator: Codable {
    private enum CodingKeys: CodingKey {
        case refusedPackets
        case grid
        case windows
    }

    /// An accumulator with the open windows of another one.
    public init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        refusedPackets = try parts.decode(UInt64.self, forKey: .refusedPackets)
        grid = try parts.decode(WindowGrid.self, forKey: .grid)
        windows = try parts.decode([OpenWindow].self, forKey: .windows)
        for (position, window) in windows.enumerated() { positions[window.index] = position }
    }

    /// Writes the open windows; what else there is follows from them.
    public func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: CodingKeys.self)
        try parts.encode(refusedPackets, forKey: .refusedPackets)
        try parts.encode(grid, forKey: .grid)
        try parts.encode(windows, forKey: .windows)
    }
}
