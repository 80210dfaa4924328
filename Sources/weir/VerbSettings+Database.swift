import CommandLineParsing
import Services

extension VerbSettings {
    /// What is to be known of databases beside their addresses; throws where the command line has
    /// what none of the sinks takes.
    ///
    /// - Parameter sinks: The sinks' addresses.
    func database(for sinks: [String]) throws -> DatabaseOptions {
        try DatabaseOptionUse.check(settings, sinks: sinks)
        return DatabaseOptions(
            columns: settings.requiredText(.columns),
            retentionDays: settings.isSet(.retention) ? settings.integer(.retention) : nil,
            interface: settings.requiredText(.api), organization: settings.text(.organization),
            username: settings.text(.databaseUsername),
            password: secret(.databasePassword, file: .databasePasswordFile),
            influxDBToken: secret(.influxDBToken, file: .influxDBTokenFile),
            questDBToken: secret(.questDBToken, file: .questDBTokenFile),
            authorityPath: settings.text(.databaseTLSAuthority))
    }
}
