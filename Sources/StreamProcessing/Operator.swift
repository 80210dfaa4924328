/// A deterministic function of one partition's records.
///
/// It reads no clock, takes no lock and does no I/O: the same records give the same outputs, byte
/// for byte, so that its state can be rebuilt by processing them again.
public protocol Operator {
    /// Takes in the next record of the partition and adds what follows from it to `outputs`.
    ///
    /// A record that can't be read is counted or dead-lettered by the operator, never thrown.
    mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord])

    /// Names what can read the operator's states: the stage, the version of its state, and all of
    /// its configuration that decides about outputs.
    var stateFormat: String { get }

    /// The bytes of everything that outputs of further records depend on.
    func state() throws -> [UInt8]

    /// Goes on from a state of the same format; throws where the bytes are none, and then the
    /// operator must not be used.
    mutating func restore(_ state: [UInt8]) throws
}
