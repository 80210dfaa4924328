import Synchronization

/// Writes messages for people and machines: constant text, with what varies beside it as metadata.
///
/// The same message is written a few times an interval only; how many were left out is told with
/// the next one. Normal operation should be silent.
public final class Log: Sendable {
    /// How messages are written.
    public enum Format: Sendable {
        /// A line for people.
        case text
        /// A JSON object a line.
        case json
    }

    /// How often the same message is written in an interval.
    public static let messagesPerInterval = 5
    /// The length of an interval.
    public static let intervalNanoseconds: Int64 = 10_000_000_000
    /// Of how many messages the rate is kept; messages are constants, so there are never as many.
    ///
    /// Those beyond share one rate.
    public static let maximumMessages = 1024

    private struct Rate {
        var intervalStart: Int64
        var written = 0
        var suppressed = 0
    }

    private let level: LogLevel
    private let format: Format
    private let monotonic: @Sendable () -> Int64
    private let wall: @Sendable () -> Int64
    private let write: @Sendable (String) -> Void
    private let rates = Mutex<[String: Rate]>([:])

    /// A log.
    ///
    /// - Parameters:
    ///   - level: Messages below it aren't written.
    ///   - format: How messages are written.
    ///   - monotonic: The clock of the rates.
    ///   - wall: The clock of the messages.
    ///   - write: Takes each line with its line feed; standard error unless it is given.
    public init(
        level: LogLevel = .information, format: Format = .text,
        monotonic: @escaping @Sendable () -> Int64 = { MonotonicClock.nanoseconds },
        wall: @escaping @Sendable () -> Int64 = { WallClock.nanoseconds },
        write: @escaping @Sendable (String) -> Void = StandardError.write
    ) {
        self.level = level
        self.format = format
        self.monotonic = monotonic
        self.wall = wall
        self.write = write
    }

    /// Writes a message, unless it is below the level or has been written often enough lately.
    public func log(
        _ level: LogLevel, _ message: StaticString, _ metadata: KeyValuePairs<LogKey, String> = [:]
    ) {
        guard level >= self.level else { return }
        let text = message.description
        guard let suppressed = admit(text) else { return }
        let pairs = metadata.map { ($0.key.rawValue, $0.value) }
        let line = LogLine(
            nanoseconds: wall(), level: level, message: text, metadata: pairs,
            suppressed: suppressed)
        write(format == .json ? line.json : line.text)
    }

    /// Whether a message may be written now: how many were left out before it, or nil.
    private func admit(_ message: String) -> Int? {
        let now = monotonic()
        return rates.withLock { rates in
            let isKnown = rates[message] != nil || rates.count < Self.maximumMessages
            let key = isKnown ? message : ""
            var rate = rates[key] ?? Rate(intervalStart: now)
            defer { rates[key] = rate }
            if now - rate.intervalStart >= Self.intervalNanoseconds {
                rate = Rate(intervalStart: now, suppressed: rate.suppressed)
            }
            guard rate.written < Self.messagesPerInterval else {
                rate.suppressed += 1
                return nil
            }
            rate.written += 1
            defer { rate.suppressed = 0 }
            return rate.suppressed
        }
    }
}
