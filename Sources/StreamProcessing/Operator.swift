/// A deterministic function of one partition's records.
///
/// It reads no clock, takes no lock and does no I/O: the same records give the same outputs, byte
/// for byte, so that its state can be rebuilt by processing them again.
public protocol Operator {
    /// Takes in the next record of the partition and adds what follows from it to `outputs`.
    ///
    /// A record that can't be read is counted or dead-lettered by the operator, never thrown.
    mutating func process(_ record: BusRecord, into outputs: inout [OutgoingRecord])
}
