import Foundation

/// A `conn.log` of Zeek's own tests, whole or cut down to a few columns, and what it was made of.
struct ZeekLog {
    let name: String
    /// The capture's path.
    let capture: String
    let rows: [ZeekRow]
    /// How Zeek was run.
    let command: String

    /// The logs of a folder, by name.
    static func all(in folder: String) throws -> [ZeekLog] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let captures = names.filter { name in
            [".pcap", ".pcapng", ".pcap.gz", ".pcapng.gz"].contains { name.hasSuffix($0) }
        }
        return try names.filter { $0.contains(".conn") && $0.contains(".log") }.compactMap { name in
            // The longest, since one capture's name may begin another's.
            let capture = captures.filter { name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
            guard let capture else { return nil }
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            let stem = name.range(of: ".conn").map { String(name[..<$0.lowerBound]) } ?? name
            let command = try? String(contentsOfFile: "\(folder)/\(stem).cmd.txt", encoding: .utf8)
            return ZeekLog(
                name: name, capture: "\(folder)/\(capture)", rows: rows(text),
                command: command ?? "")
        }
    }

    private static func rows(_ text: String) -> [ZeekRow] {
        var columns: [Substring] = []
        var rows: [ZeekRow] = []
        for line in text.split(separator: "\n") {
            var fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "#fields" {
                columns = Array(fields.dropFirst())
            } else if !line.hasPrefix("#") {
                if columns.isEmpty {
                    columns = fields
                    continue
                }
                // Cut logs of one column have no tab at all.
                if fields.count < columns.count { fields.append("") }
                rows.append(
                    ZeekRow(
                        fields: Dictionary(
                            zip(columns.map { String($0) }, fields.map { String($0) }),
                            uniquingKeysWith: { first, _ in first })))
            }
        }
        return rows
    }
}
