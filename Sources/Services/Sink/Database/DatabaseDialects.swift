import DatabaseDelivery
import Sinks

/// Makes the dialect of each kind of database: the one place that knows them all.
enum DatabaseDialects {
    /// The dialect of an address.
    ///
    /// - Parameters:
    ///   - address: The address of a database.
    ///   - options: Logins and what the tables are to be like; secrets are read here.
    static func make(
        for address: SinkAddress, _ options: DatabaseOptions
    ) throws -> any DatabaseDialect {
        switch address.kind {
        case .questdb:
            return QuestDBDialect(
                QuestDBConfiguration(
                    columns: QuestDBColumnSet(rawValue: options.columns) ?? .standard,
                    retentionDays: options.retentionDays,
                    credentials: try questDBCredentials(options)))
        case .influxdb, .ndjson, .csv, .sqlite:
            throw SinkError(
                .configuration, "The sink '\(address)' can't be written: its dialect is missing.")
        }
    }

    private static func questDBCredentials(
        _ options: DatabaseOptions
    ) throws -> QuestDBCredentials? {
        guard let user = options.username else { return nil }
        guard let password = try options.password?.read("database's password") else {
            throw SinkError(
                .configuration,
                "A login needs a password: set WEIR_DATABASE_PASSWORD or --database-password-file.")
        }
        return .basic(user: user, password: password.text)
    }
}
