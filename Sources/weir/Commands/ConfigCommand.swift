import CommandLineParsing

/// `weir config`: checks the configuration or shows what is in force.
struct ConfigCommand {
    private let settings: VerbSettings

    init(_ settings: VerbSettings) {
        self.settings = settings
    }

    func run() throws {
        // Reading the file and the environment has checked them: what is wrong was thrown.
        let everything = try settings.resolver.allSettings()
        switch settings.settings.positional("ACTION") {
        case "dump": Terminal.write(Array(SettingsDump.yaml(everything).utf8))
        default: Terminal.output("the configuration is right")
        }
    }
}
