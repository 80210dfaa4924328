/// Puts one direction of a TCP connection in order: what comes twice is left out, what comes early
/// waits.
struct StreamOrder {
    /// A segment that came before its turn.
    struct Waiting {
        var sequence: UInt32
        var bytes: [UInt8]
        /// The payload's length on the wire; more than `bytes` where the capture cut it.
        var wireBytes: Int
    }

    /// The sequence number of the next byte; nil before the first segment.
    private(set) var next: UInt32?
    private var waiting: [Waiting] = []
    /// True once bytes were handed over.
    private var hasBytes = false
    /// True if bytes before the next ones weren't captured.
    private var isBehindGap = false

    /// Takes the sequence number of a SYN.
    ///
    /// Another one before the first byte is somebody else's answer; behind bytes, it is the next
    /// connection of the same ports.
    mutating func start(atSYN sequence: UInt32) {
        guard next == nil || hasBytes else { return }
        next = sequence &+ 1
        hasBytes = false
        waiting = []
    }

    /// Drops what waits.
    mutating func stop() { waiting = [] }

    /// Hands over what the segment makes deliverable, in order; true as the second value behind a
    /// gap.
    ///
    /// - Parameter isDoubtful: True for bytes that count only if the stream goes on behind them.
    mutating func add(
        _ payload: RawSpan, wireBytes: Int, sequence: UInt32, isDoubtful: Bool = false,
        deliver: (RawSpan, Bool) -> Void
    ) {
        if next == nil { next = sequence }
        let wireBytes = max(wireBytes, payload.byteCount)
        if isDoubtful && waiting.isEmpty && sequence == next {
            wait(payload, wireBytes, sequence)
            return
        }
        if let first = waiting.first, first.sequence == next, sequence != next {
            deliverWaiting(deliver)
        }
        while !addInWindow(payload, wireBytes, sequence, deliver) { closeGap(deliver) }
    }

    /// Lets every gap stand and hands over what waits.
    mutating func finish(deliver: (RawSpan, Bool) -> Void) {
        while !waiting.isEmpty { closeGap(deliver) }
    }

    /// False if the segment would have to wait and there is no more room.
    private mutating func addInWindow(
        _ payload: RawSpan, _ wireBytes: Int, _ sequence: UInt32,
        _ deliver: (RawSpan, Bool) -> Void
    ) -> Bool {
        let early = distance(to: sequence)
        // No window in use is so wide: bytes of the stream are missing for good, or this is another
        // connection.
        guard abs(early) < PayloadLimit.window else {
            next = sequence
            isBehindGap = true
            waiting = []
            handOver(payload, wireBytes, known: 0, deliver)
            return true
        }
        guard early > 0 else {
            handOver(payload, wireBytes, known: -early, deliver)
            if !waiting.isEmpty { deliverWaiting(deliver) }
            return true
        }
        let held = waiting.reduce(0) { $0 + $1.bytes.count }
        guard waiting.count < PayloadLimit.waitingSegments,
            held + payload.byteCount <= PayloadLimit.waitingBytes
        else {
            guard waiting.isEmpty else { return false }
            next = sequence
            isBehindGap = true
            return false
        }
        wait(payload, wireBytes, sequence)
        return true
    }

    private mutating func wait(_ payload: RawSpan, _ wireBytes: Int, _ sequence: UInt32) {
        let early = distance(to: sequence)
        let index = waiting.firstIndex { distance(to: $0.sequence) > early } ?? waiting.count
        waiting.insert(
            Waiting(
                sequence: sequence, bytes: payload.bytes(0..<payload.byteCount),
                wireBytes: wireBytes),
            at: index)
    }

    private func distance(to sequence: UInt32) -> Int {
        Int(Int32(bitPattern: sequence &- (next ?? sequence)))
    }

    /// Delivers a segment of which `known` bytes were delivered before.
    private mutating func handOver(
        _ payload: RawSpan, _ wireBytes: Int, known: Int, _ deliver: (RawSpan, Bool) -> Void
    ) {
        guard known < wireBytes, let next else { return }
        self.next = next &+ UInt32(truncatingIfNeeded: wireBytes - known)
        hasBytes = true
        if known < payload.byteCount {
            let isCut = isBehindGap
            isBehindGap = payload.byteCount < wireBytes
            deliver(payload.extracting(known..<payload.byteCount), isCut)
        } else {
            isBehindGap = true
        }
    }

    private mutating func deliverWaiting(_ deliver: (RawSpan, Bool) -> Void) {
        while let first = waiting.first {
            let early = distance(to: first.sequence)
            guard early <= 0 else { return }
            waiting.removeFirst()
            // Any bytes make a span of bytes.
            handOver(unsafe first.bytes.span.bytes, first.wireBytes, known: -early, deliver)
        }
    }

    private mutating func closeGap(_ deliver: (RawSpan, Bool) -> Void) {
        guard let first = waiting.first else { return }
        if first.sequence != next {
            next = first.sequence
            isBehindGap = true
        }
        deliverWaiting(deliver)
    }
}
