import CommandLineParsing
import ConfigurationFile
import Foundation
import TestSupport
import Testing

struct ConfigurationFileTests {
    private let keys = ["partitions", "sink", "librdkafka", "sensor", "filter"]

    private func parse(
        _ text: String, environment: [String: String] = [:]
    ) throws(ConfigurationFileError) -> [ConfigurationEntry] {
        try ConfigurationFile.parse(
            Array(text.utf8), file: "weir.yaml", knownKeys: keys, environment: environment)
    }

    private func failure(
        _ text: String, environment: [String: String] = [:]
    ) -> ConfigurationFileError? {
        do {
            let entries = try parse(text, environment: environment)
            Issue.record("read as \(entries)")
            return nil
        } catch {
            return error
        }
    }

    @Test func `values, lists and mappings are read with their places`() throws {
        let text = """
            # comment
            partitions: 8
            sink:
              - ndjson:/var/lib/weir
              - "csv:/tmp/a b"
            librdkafka: {sasl.username: weir, debug: ""}
            """
        let entries = try parse(text)
        #expect(entries.map(\.key) == ["partitions", "sink", "librdkafka"])
        #expect(entries.map(\.shape) == [.scalar, .list, .mapping])
        #expect(entries[0].values == ["8"])
        #expect(entries[1].values == ["ndjson:/var/lib/weir", "csv:/tmp/a b"])
        #expect(entries[2].values == ["sasl.username=weir", "debug="])
        #expect(entries.map(\.location) == ["weir.yaml:2:1", "weir.yaml:3:1", "weir.yaml:6:1"])
    }

    @Test func `an empty file has no entries`() throws {
        for text in ["", "# nothing\n", "---\n", "{}\n"] {
            #expect(try parse(text).isEmpty, "\(text)")
        }
    }

    @Test func `an unknown key is refused with its place and what may have been meant`() {
        let error = failure("sensor: a\n\npartitons: 4\n")
        #expect(error?.code == .unknownKey)
        #expect(
            error?.message
                == "Unknown key 'partitons' at weir.yaml:3:1; did you mean 'partitions'?")
    }

    @Test func `a duplicate key is refused`() {
        let error = failure("sensor: a\nsensor: b\n")
        #expect(error?.code == .duplicateKey)
        #expect(error?.message.hasPrefix("weir.yaml:2:1 ") == true)
        #expect(failure("librdkafka: {a: 1, a: 2}")?.code == .duplicateKey)
    }

    @Test func `a syntax error is told with its place`() {
        let error = failure("sensor: a\nsink: [ndjson:x\nfilter: b\n")
        #expect(error?.code == .syntax)
        #expect(error?.message.hasPrefix("weir.yaml:3:") == true)
        #expect(error?.cause != nil)
    }

    @Test(arguments: [
        "- a\n- b\n", "just text\n", "sink: [[a]]\n", "sink: [{a: b}]\n", "librdkafka: {a: [b]}\n",
        "sensor:\n", "sensor: ~\n", "sink: [null]\n", "? [a]\n: b\n", "sensor: &x a\nfilter: *x\n",
        "sensor: a\n---\nsensor: b\n", "*x : a\n",
    ])
    func `what isn't a mapping of values is refused`(text: String) {
        let code = failure(text)?.code
        #expect(code == .wrongKind || text.hasPrefix("*x") && code == .syntax)
    }

    @Test func `environment variables are put into values`() throws {
        let environment = ["NAME": "office", "EMPTY": "", "NESTED": "${NAME}"]
        func value(_ text: String) throws -> String? {
            try parse("sensor: \"\(text)\"", environment: environment).first?.values.first
        }
        #expect(try value("${NAME}") == "office")
        #expect(try value("a-${NAME}-${MISSING:-b}") == "a-office-b")
        #expect(try value("${EMPTY:-c}") == "c")
        #expect(try value("$${NAME} $5") == "${NAME} $5")
        #expect(try value("${NESTED}") == "${NAME}")
        #expect(try value("${EMPTY:-}") == nil)
        let missing = failure("sensor: ${MISSING}")
        #expect(missing?.code == .expansion)
        #expect(missing?.message.contains("MISSING") == true)
        #expect(missing?.message.hasPrefix("weir.yaml:1:9 ") == true)
        #expect(failure("sensor: \"${MISSING\"")?.code == .expansion)
        #expect(failure("sensor: \"${A B}\"")?.code == .expansion)
        #expect(failure("sensor: \"${NAME:+x}\"")?.code == .expansion)
    }

    @Test func `a file is read and a missing one is told`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("weir.yaml")
        try Data("partitions: 2\n".utf8).write(to: URL(fileURLWithPath: path))
        let entries = try ConfigurationFile.read(path: path, knownKeys: keys, environment: [:])
        #expect(entries.map(\.values) == [["2"]])
        let error = #expect(throws: ConfigurationFileError.self) {
            try ConfigurationFile.read(path: path + "x", knownKeys: keys, environment: [:])
        }
        #expect(error?.code == .unreadable)
        #expect(error?.cause == "No such file or directory")
        let folderError = #expect(throws: ConfigurationFileError.self) {
            try ConfigurationFile.read(path: folder.path, knownKeys: keys, environment: [:])
        }
        #expect(folderError?.code == .unreadable)
    }

    @Test func `what is too large is refused`() {
        let list = String(repeating: "a, ", count: ConfigurationFile.maximumValues + 1)
        #expect(failure("sink: [\(list)]")?.code == .tooLarge)
        let comment = "#" + String(repeating: "x", count: ConfigurationFile.maximumBytes)
        #expect(failure(comment)?.code == .tooLarge)
    }

    @Test func `damaged files never crash`() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let text = Array(
            "sink: [\"a\", b]\nlibrdkafka: {x: 'y'}\nsensor: ${A:-b}\nfilter: >\n  a\n".utf8)
        for _ in 0..<2000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
                case 1: damaged.remove(at: place)
                default: damaged.insert(damaged[place], at: place)
                }
            }
            do {
                let entries = try ConfigurationFile.parse(
                    damaged, file: "f", knownKeys: keys, environment: [:])
                #expect(entries.allSatisfy { keys.contains($0.key) }, "seed \(seed)")
            } catch {
                #expect(!error.message.isEmpty, "seed \(seed)")
            }
        }
    }
}
