/// Why a state can't be written or read.
public enum StateEncodingError: Error, Hashable, CustomStringConvertible {
    /// The bytes end before the value does.
    case truncated
    /// Bytes are left over behind the value.
    case remainder(bytes: Int)
    /// Bytes that the type wouldn't have written.
    case invalid(String)
    /// The type is made of something that this encoding doesn't do.
    case unsupported(String)

    init(_ error: any Error) {
        switch error {
        case let error as StateEncodingError: self = error
        default: self = .invalid(String(describing: error))
        }
    }

    /// What is wrong.
    public var description: String {
        switch self {
        case .truncated: "the state ends too early"
        case .remainder(let bytes): "\(bytes) bytes are left over behind the state"
        case .invalid(let what): "the state can't be read: \(what)"
        case .unsupported(let what): "the state can't be written: \(what)"
        }
    }
}
