import CommandLineParsing
import Services

extension VerbSettings {
    /// What is to be known of databases beside their addresses.
    func database() -> DatabaseOptions {
        DatabaseOptions(
            columns: settings.requiredText(.columns),
            retentionDays: settings.isSet(.retention) ? settings.integer(.retention) : nil,
            interface: settings.requiredText(.api), organization: settings.text(.organization),
            username: settings.text(.databaseUsername),
            password: secret(.databasePassword, file: .databasePasswordFile),
            token: secret(.influxDBToken, file: .influxDBTokenFile),
            authorityPath: settings.text(.databaseTLSAuthority))
    }
}
