/// Where the value in force comes from.
public enum ValueOrigin: Hashable, Sendable, CustomStringConvertible {
    /// The command line.
    case flag(String)
    /// An environment variable.
    case environment(String)
    /// The configuration file, at a place such as `weir.yaml:3:1`.
    case file(String)
    /// Nothing was set.
    case byDefault

    /// The origin for a person.
    public var description: String {
        switch self {
        case .flag(let flag): flag
        case .environment(let name): name
        case .file(let location): location
        case .byDefault: "default"
        }
    }

    /// Higher outranks lower.
    var rank: Int {
        switch self {
        case .flag: 3
        case .environment: 2
        case .file: 1
        case .byDefault: 0
        }
    }
}
