import CommandLineParsing
import Testing

@testable import weir

/// Options of databases go with the sinks that they are for.
struct DatabaseOptionTests {
    /// What is wrong with a command line; nil where nothing is.
    private func problem(
        _ line: String, environment: [String: String] = [:]
    ) throws -> UsageError? {
        let arguments = line.split(separator: " ").map { String($0) }
        guard case .command(let command) = try CommandLineParser(.weir).parse(arguments) else {
            throw UsageError(.usage, "not a command")
        }
        let settings = try SettingsResolver(.weir, environment: environment).settings(for: command)
        let sinks =
            settings.verb.name == "run" ? settings.texts(.sink) : settings.positionals("KIND:PATH")
        do throws(UsageError) {
            try DatabaseOptionUse.check(settings, sinks: sinks)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (
            "sink questdb:http://h:9000 --bus sqlite:x --api v1", "--api",
            "influxdb:http://HOST:PORT"
        ),
        (
            "sink questdb:http://h:9000 --bus sqlite:x --organization o", "--organization",
            "influxdb:"
        ),
        (
            "sink influxdb:http://h:8086/d --bus sqlite:x --retention 3", "--retention",
            "questdb:http"
        ),
        (
            "sink sqlite:y --bus sqlite:x --columns all", "--columns",
            "questdb:http://HOST:PORT or infl"
        ),
        ("sink csv:y --bus sqlite:x --dry-run", "--dry-run", "csv isn't that"),
        ("sink csv:y --bus sqlite:x --database-username n", "--database-username", "questdb:"),
        ("sink csv:y --bus sqlite:x --influxdb-token-file f", "--influxdb-token-file", "influxdb:"),
        (
            "sink influxdb:http://h/d --bus sqlite:x --questdb-token-file f", "--questdb-token-",
            "questdb:"
        ),
        ("run a.pcap --organization o", "--organization", "add it with --sink"),
        ("run a.pcap --sink ndjson:o --sink csv:p --api v1", "--api", "ndjson, csv isn't that"),
        (
            "sink influxdb:http://h/d --bus sqlite:x --database-username n", "--database-username",
            "v1"
        ),
        (
            "sink influxdb:http://h/d --bus sqlite:x --database-password-file f",
            "--database-password-file", "v1"
        ),
        (
            "sink influxdb:http://h/d --bus sqlite:x --api v3 --organization o", "--organization",
            "v2"
        ),
    ])
    func `one that no sink takes is refused, with what it goes with`(
        line: String, option: String, words: String
    ) throws {
        let error = try #require(try problem(line), "\(line)")
        #expect(error.kind == .usage)
        #expect(error.message.hasPrefix(option), "\(error)")
        #expect(error.message.contains(words), "\(error)")
    }

    @Test(arguments: [
        "sink questdb:http://h:9000 --bus sqlite:x --retention 3 --columns all",
        "sink influxdb:http://h/d --bus sqlite:x --api v1 --database-username n",
        "sink influxdb:http://h/d --bus sqlite:x --organization o --dry-run",
        "run a.pcap --sink csv:o --sink influxdb:http://h/d --organization o",
        "run a.pcap --sink influxdb:http://h/d --sink questdb:http://h --database-username n",
        "run a.pcap --sink questdb:http://h --questdb-token-file f",
        "run a.pcap",
    ])
    func `one that a sink takes is taken`(line: String) throws {
        #expect(try problem(line) == nil)
    }

    @Test func `what is shared by processes needn't fit each of them`() throws {
        let environment = [
            "WEIR_API": "v1", "WEIR_ORGANIZATION": "o", "WEIR_RETENTION": "3",
            "WEIR_DATABASE_USERNAME": "n", "WEIR_QUESTDB_TOKEN": "t",
        ]
        #expect(try problem("sink csv:y --bus sqlite:x", environment: environment) == nil)
    }

    @Test func `each option of databases is said to be for some sink`() {
        let known = Set(DatabaseOptionUse.all.map(\.option.name))
        let options = OptionSpecification.database.filter { $0.sources.contains(.flag) }
        #expect(options.allSatisfy { known.contains($0.name) })
        for use in DatabaseOptionUse.all where !use.option.name.hasPrefix("database-password") {
            #expect(use.option.help.contains("\(use.kinds[0]):"), "--\(use.option.name)")
        }
    }
}
