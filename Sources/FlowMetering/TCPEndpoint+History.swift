import NetworkModel

extension TCPEndpoint {
    mutating func count(_ novelty: Novelty) {
        switch novelty {
        case .retransmitted: retransmittedPackets &+= retransmittedPackets < .max ? 1 : 0
        case .outOfOrder: outOfOrderPackets &+= outOfOrderPackets < .max ? 1 : 0
        case .fresh, .probe: break
        }
    }

    /// Appends the letters that a packet's flags, payload and window ask for.
    ///
    /// Called before the packet's state transition.
    mutating func log(
        _ packet: PacketSummary, isReverse: Bool, isFirst: Bool, peerState: State,
        into history: inout TCPHistory
    ) {
        let flags = packet.tcpFlags.intersection([.syn, .fin, .rst])
        if flags.isEmpty {
            if packet.payloadBytes > 0 {
                logOnce(.data, .data, isReverse, &history)
            } else if packet.tcpFlags.contains(.ack) {
                logOnce(.acknowledgement, .acknowledgement, isReverse, &history)
            }
        } else if flags == .syn {
            let letter: TCPHistory.Letter = packet.tcpFlags.contains(.ack) ? .synAck : .syn
            let isOther = !isFirst && packet.tcpSequence != start
            logAgain(letter, .syn, isReverse, if: isOther, &history)
        } else if flags == .fin {
            let isOther = packet.finPosition != finPosition
            logAgain(.fin, .fin, isReverse, if: isOther, &history)
            finPosition = packet.finPosition
        } else if flags == .rst {
            let isOther = packet.tcpSequence != blockStart
            logAgain(.rst, .rst, isReverse, if: isOther, &history)
            blockStart = packet.tcpSequence
        } else if flags.isSuperset(of: [.fin, .rst]) {
            logOnce(.finWithRST, .finWithRST, isReverse, &history)
        } else {
            logOnce(.multipleFlags, .multipleFlags, isReverse, &history)
        }
        // A window says nothing once its sender has reset or the peer will send no more.
        if packet.tcpWindow == 0 && !flags.contains(.rst) && state != .reset
            && peerState != .closed, zeroWindows < .max
        {
            zeroWindows += 1
            logScaled(.zeroWindow, count: Int(zeroWindows), isReverse, &history)
        }
    }

    private mutating func logOnce(
        _ letter: TCPHistory.Letter, _ mark: Marks, _ isReverse: Bool,
        _ history: inout TCPHistory
    ) {
        if marks.insert(mark).inserted { history.append(letter, isReverse: isReverse) }
    }

    /// Logs a letter the first time, and again for another sequence number.
    private mutating func logAgain(
        _ letter: TCPHistory.Letter, _ mark: Marks, _ isReverse: Bool, if isOther: Bool,
        _ history: inout TCPHistory
    ) {
        let isRepeated = !marks.insert(mark).inserted
        guard !isRepeated || isOther else { return }
        history.append(letter, isReverse: isReverse, isRepeated: isRepeated)
    }

    /// Counts payload that was sent again.
    mutating func logRepeatedPayload(isReverse: Bool, into history: inout TCPHistory) {
        guard repeatedPayloads < .max else { return }
        repeatedPayloads += 1
        logScaled(.retransmission, count: Int(repeatedPayloads), isReverse, &history)
    }

    /// Counts a hole that was acknowledged.
    mutating func logGap(isReverse: Bool, into history: inout TCPHistory) {
        guard gaps < .max else { return }
        gaps += 1
        logScaled(.gap, count: Int(gaps), isReverse, &history)
    }

    /// Logs a letter at the counts 1, 10, 100 and so on.
    private func logScaled(
        _ letter: TCPHistory.Letter, count: Int, _ isReverse: Bool, _ history: inout TCPHistory
    ) {
        switch count {
        case 1: history.append(letter, isReverse: isReverse)
        case 10, 100, 1000, 10_000:
            history.append(letter, isReverse: isReverse, isRepeated: true)
        default: break
        }
    }
}
