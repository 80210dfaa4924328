import NetworkModel

/// Reads a networks file: lines of `cidr,name,role`.
///
/// Spaces around fields don't count; a field in double quotes may have commas, and a doubled quote
/// for a quote (RFC 4180). Blank lines and lines that begin with `#` are skipped, and so is a first
/// line `cidr,name,role`. The role may be left out. An address without a length is one host.
public enum NetworksFile {
    /// The most bytes of a file; a larger one is refused.
    public static let maximumBytes = 16 << 20
    /// The most networks of a file; one with more is refused.
    public static let maximumNetworks = 100_000
    /// The most bytes of a name or a role; a longer one is refused.
    public static let maximumTextBytes = 256

    /// The table of a file's networks; `name` is what errors call the file.
    public static func table(
        of bytes: [UInt8], name: String
    ) throws(NetworksError) -> NetworkTable {
        guard bytes.count <= maximumBytes else {
            throw NetworksError(
                file: name, line: nil,
                message: "has \(bytes.count) bytes; \(maximumBytes) are allowed.")
        }
        var networks: [NamedNetwork] = []
        var lines: [NetworkPrefix: Int] = [:]
        var isFirst = true
        let allLines = bytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in allLines.enumerated() {
            do throws(LineProblem) {
                let fields = try NetworkLine.fields(of: line, isFirstLine: index == 0)
                defer { if fields != nil { isFirst = false } }
                guard let fields, !(isFirst && NetworkLine.isHeading(fields)) else { continue }
                let network = try NetworkLine.network(of: fields)
                if let earlier = lines.updateValue(index + 1, forKey: network.prefix) {
                    throw LineProblem(
                        "\(network.prefix) is already in line \(earlier); remove one of the two.")
                }
                networks.append(network)
                guard networks.count <= maximumNetworks else {
                    throw LineProblem(
                        "has more than \(maximumNetworks) networks; join neighbouring ones.")
                }
            } catch {
                throw NetworksError(file: name, line: index + 1, message: error.message)
            }
        }
        return NetworkTable(networks)
    }
}

/// What is wrong with one line.
struct LineProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
