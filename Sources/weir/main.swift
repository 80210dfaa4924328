import CommandLineParsing
import ConfigurationFile
import Foundation
import ServiceRuntime
import Services

/// The version that `weir version` prints.
let version = "0.1.0"

/// Parses, merges flags, environment and file, and runs the verb.
func runVerb(_ arguments: [String]) throws {
    let help = HelpText(CommandTable.weir)
    switch try CommandLineParser(CommandTable.weir).parse(arguments) {
    case .help(let verb):
        Terminal.write(Array((verb.map { help.help(for: $0) } ?? help.overview()).utf8))
    case .version: Terminal.output("weir \(version)")
    case .command(let command):
        let settings = try VerbSettings(command)
        try Verbs.run(command.verb.name, settings)
    }
}

do {
    try runVerb(Array(CommandLine.arguments.dropFirst()))
    Terminal.end(.success)
} catch let error as UsageError {
    Terminal.message("weir: \(error.message)")
    Terminal.end(error.kind == .usage ? .usage : .configuration)
} catch let error as ConfigurationFileError {
    Terminal.message("weir: \(error)")
    Terminal.end(.configuration)
} catch {
    let failure = ServiceFailure(error)
    Terminal.message("weir: \(failure)")
    Terminal.end(failure.exitCode)
}
