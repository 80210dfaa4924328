internal import NetworkModel

/// What reads the payload of one flow's protocol.
///
/// It tells client and server by what they say, not by who spoke first.
protocol PayloadDecoder: AnyObject {
    /// True when nothing more is to be learnt.
    var isDone: Bool { get }

    /// What is new since this was last reset by the caller.
    var change: ApplicationChange { get set }

    /// Takes up the next bytes of a direction: of a TCP stream in order, or one datagram.
    ///
    /// - Parameter isBehindGap: true where bytes before these weren't captured.
    func take(_ payload: RawSpan, isReverse: Bool, isBehindGap: Bool)

    /// Reads what was held back in hope of more: the flow has ended.
    func finish()

    /// Adds what was found to a record.
    func fill(_ record: inout ApplicationRecord)
}

extension PayloadDecoder {
    func finish() {}
}
