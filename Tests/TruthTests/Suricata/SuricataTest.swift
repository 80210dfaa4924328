import Foundation
import TestSupport

/// One test of suricata-verify: a capture and what EVE records it must give.
struct SuricataTest {
    /// A filter over records and how many must pass it.
    struct Filter {
        let count: Int
        let matches: [(key: String, value: YAMLNode)]

        /// A key's value as text; nil where the filter hasn't the key.
        func text(_ key: String) -> String? { matches.first { $0.key == key }?.value.text }
    }

    let name: String
    /// Nil where the test reads no capture of its own folder.
    let capture: String?
    /// The command line's options, one a word.
    let options: [String]
    let filters: [Filter]
    /// Whether its configuration seeds community identifiers, which weir doesn't.
    let isSeeded: Bool

    /// The version of Suricata that the expectations are taken for.
    private static let version = [9, 0, 0]

    /// The tests of the data folder.
    static func all() throws -> [SuricataTest] {
        guard let data = TestEnvironment.dataFolder else { return [] }
        let folder = "\(data)/correctness/suricata-verify"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap {
            let path = "\(folder)/\($0)"
            guard FileManager.default.fileExists(atPath: "\(path)/test.yaml") else { return nil }
            return try SuricataTest($0, in: path)
        }
    }

    private init(_ name: String, in folder: String) throws {
        self.name = name
        let document = try YAMLNode.parse(
            String(contentsOfFile: "\(folder)/test.yaml", encoding: .utf8))
        let captures = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.contains(".pcap") }
        let configuration =
            (try? String(contentsOfFile: "\(folder)/suricata.yaml", encoding: .utf8)) ?? ""
        isSeeded =
            configuration.contains("community-id-seed:")
            && !configuration.contains("community-id-seed: 0")
        let named = document["pcap"]?.text
        capture = (named ?? captures.first).map { "\(folder)/\($0)" }
        options = (document["args"]?.elements ?? []).compactMap(\.text)
            .flatMap { $0.split(separator: " ").map(String.init) }
        filters = (document["checks"]?.elements ?? []).compactMap { check in
            guard let filter = check["filter"], let match = filter["match"],
                case .mapping(let matches) = match, Self.isMeant(filter["requires"])
            else { return nil }
            return Filter(
                count: filter["count"]?.text.flatMap { Int($0) } ?? 0, matches: matches)
        }
    }

    /// Whether a filter is for this version.
    private static func isMeant(_ requirements: YAMLNode?) -> Bool {
        guard let limit = requirements?["lt-version"]?.text else { return true }
        let numbers = limit.split(separator: ".").compactMap { Int($0) }
        return version.lexicographicallyPrecedes(numbers)
    }
}
