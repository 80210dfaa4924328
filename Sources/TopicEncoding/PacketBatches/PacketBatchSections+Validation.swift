import NetworkModel

extension PacketBatchSections {
    /// Goes through all rows in the order of the capture and checks what has a range.
    func validateRows(in bytes: [UInt8]) throws(TopicDecodingError) {
        // The sections have been placed inside the bytes; a failure comes out as a value since the
        // closure's errors would be untyped.
        let failure = unsafe bytes.withUnsafeBytes { unsafe firstBadField(in: $0) }
        if let failure { throw .badField(name: failure) }
    }

    private func firstBadField(in raw: UnsafeRawBufferPointer) -> String? {
        typealias Layout = PacketBatchLayout
        var next4 = ipv4.start
        var next6 = ipv6.start
        var nextSkipped = skipped.start
        let end4 = next4 + ipv4.count * Layout.Section.ipv4Rows.rowBytes
        let end6 = next6 + ipv6.count * Layout.Section.ipv6Rows.rowBytes
        let endSkipped = nextSkipped + skipped.count * Layout.SkippedRow.bytes
        var clock = Int64.min
        for ordinal in 0..<(ipv4.count + ipv6.count + skipped.count) {
            let failure: String?
            if unsafe next4 < end4 && isRow(at: next4, ordinal, in: raw) {
                failure = unsafe badField(ofRowAt: next4, in: raw, clock: &clock)
                next4 += Layout.Section.ipv4Rows.rowBytes
            } else if unsafe next6 < end6 && isRow(at: next6, ordinal, in: raw) {
                failure = unsafe badField(ofRowAt: next6, in: raw, clock: &clock)
                next6 += Layout.Section.ipv6Rows.rowBytes
            } else if unsafe nextSkipped < endSkipped
                && isSkippedRow(at: nextSkipped, ordinal, in: raw)
            {
                failure = unsafe badField(ofSkippedRowAt: nextSkipped, in: raw, clock: &clock)
                nextSkipped += Layout.SkippedRow.bytes
            } else {
                failure = "ordinal"
            }
            if let failure { return failure }
        }
        return nil
    }

    @inline(__always)
    private func isRow(at row: Int, _ ordinal: Int, in raw: UnsafeRawBufferPointer) -> Bool {
        let stored = unsafe raw.littleEndian(
            at: row + PacketBatchLayout.Row.ordinal, as: UInt16.self)
        return Int(stored) == ordinal
    }

    @inline(__always)
    private func isSkippedRow(
        at row: Int, _ ordinal: Int, in raw: UnsafeRawBufferPointer
    ) -> Bool {
        let stored = unsafe raw.littleEndian(
            at: row + PacketBatchLayout.SkippedRow.ordinal, as: UInt16.self)
        return Int(stored) == ordinal
    }

    @inline(__always)
    private func badField(
        ofRowAt row: Int, in raw: UnsafeRawBufferPointer, clock: inout Int64
    ) -> String? {
        typealias Field = PacketBatchLayout.Row
        guard unsafe advance(&clock, byRowAt: row, in: raw) else { return "lateness" }
        let vlan = unsafe raw.littleEndian(at: row + Field.vlan, as: UInt16.self)
        let innerVLAN = unsafe raw.littleEndian(at: row + Field.innerVLAN, as: UInt16.self)
        guard vlan <= Field.maximumVLAN || vlan == Field.noVLAN,
            innerVLAN <= Field.maximumVLAN || innerVLAN == Field.noVLAN
        else { return "VLAN" }
        let flags = unsafe raw[row + Field.flags]
        return flags & ~Field.fragmentFlag == 0 ? nil : "row flags"
    }

    @inline(__always)
    private func badField(
        ofSkippedRowAt row: Int, in raw: UnsafeRawBufferPointer, clock: inout Int64
    ) -> String? {
        guard unsafe advance(&clock, byRowAt: row, in: raw) else { return "lateness" }
        let reason = unsafe raw[row + PacketBatchLayout.SkippedRow.reason]
        return SkipReason(rawValue: reason) == nil ? "reason" : nil
    }

    /// Moves the clock to a row's; false where it would run back.
    ///
    /// Both kinds of rows begin alike.
    @inline(__always)
    private func advance(
        _ clock: inout Int64, byRowAt row: Int, in raw: UnsafeRawBufferPointer
    ) -> Bool {
        typealias Field = PacketBatchLayout.Row
        let time = unsafe Timestamp(
            nanoseconds: baseTime &+ raw.littleEndian(at: row + Field.time, as: Int64.self))
        let lateness = unsafe raw.littleEndian(at: row + Field.lateness, as: Int64.self)
        let next = time.advanced(byNanoseconds: lateness).nanoseconds
        guard lateness >= 0, next >= clock else { return false }
        clock = next
        return true
    }
}
