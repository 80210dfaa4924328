import DatabaseDelivery
import Foundation
import HTTPMessages
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
        let columns = FlowColumnSet(rawValue: options.columns) ?? .standard
        switch address.kind {
        case .questdb:
            return QuestDBDialect(
                QuestDBConfiguration(
                    columns: columns, retentionDays: options.retentionDays,
                    credentials: try questDBCredentials(options)))
        case .influxdb: return InfluxDBDialect(try influxDBSettings(address, options))
        case .ndjson, .csv, .parquet, .sqlite:
            preconditionFailure("The sink \(address) has no server.")
        }
    }

    private static func influxDBSettings(
        _ address: SinkAddress, _ options: DatabaseOptions
    ) throws -> InfluxDBSettings {
        guard let api = InfluxDBAPI(rawValue: options.interface) else {
            throw SinkError(
                .configuration, "InfluxDB has no interface \(options.interface): use v1, v2 or v3.")
        }
        let settings = InfluxDBSettings(
            api: api, database: address.server?.path.removingPercentEncoding ?? "",
            // An organisation and a login by name may be for another sink of the same run.
            organization: api == .v2 ? options.organization : nil,
            columns: FlowColumnSet(rawValue: options.columns) ?? .standard,
            user: api == .v1 ? options.username : nil,
            password: api == .v1
                ? try options.password?.read("database's password").text : nil,
            token: try options.influxDBToken.map { try token($0, of: "InfluxDB") })
        if let problem = settings.problem {
            throw SinkError(
                .configuration, "The sink '\(address)' can't be written: \(problem).")
        }
        return settings
    }

    private static func questDBCredentials(
        _ options: DatabaseOptions
    ) throws -> QuestDBCredentials? {
        if let source = options.questDBToken {
            return .bearer(token: try token(source, of: "QuestDB"))
        }
        guard let user = options.username else { return nil }
        guard let password = try options.password?.read("database's password") else {
            throw SinkError(
                .configuration,
                "A login needs a password: set WEIR_DATABASE_PASSWORD or --database-password-file.")
        }
        return .basic(user: user, password: password.text)
    }

    /// A token, which stands in a header as it is.
    private static func token(
        _ source: SecretSource, of database: String
    ) throws -> String {
        let text = try source.read("token of \(database)").text
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw SinkError(
                .configuration,
                "The token of \(database) has a space, a control character or a letter beyond "
                    + "ASCII, which no token has: copy it anew.")
        }
        return text
    }
}
