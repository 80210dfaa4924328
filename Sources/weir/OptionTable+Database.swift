import CommandLineParsing

/// What is to be known of a database beside its address.
extension OptionSpecification {
    /// All of them, for every verb that writes to sinks.
    static let database: [OptionSpecification] = [
        .columns, .retention, .api, .organization, .influxDBToken, .influxDBTokenFile,
        .databaseUsername,
        .databasePassword, .databasePasswordFile, .databaseTLSAuthority,
    ]

    static let dryRun = OptionSpecification(
        name: "dry-run", value: .flag,
        help: "Print what would be sent to a database of what is on the bus now, and send nothing",
        sources: [.flag])

    static let retention = OptionSpecification(
        name: "retention", value: .integer(1...36_500), placeholder: "DAYS",
        help: "After how many days QuestDB deletes rows, counted from the newest one: in a table "
            + "with rows of today, old captures don't stay",
        defaultText: "as the table has it")
    static let columns = OptionSpecification(
        name: "columns", value: .choice(["standard", "all"]), placeholder: "standard|all",
        help:
            "Whether QuestDB and InfluxDB get every member of flows, which costs them three times "
            + "the work a flow",
        defaultValue: "standard")
    static let api = OptionSpecification(
        name: "api", value: .choice(["v1", "v2", "v3"]), placeholder: "v1|v2|v3",
        help: "Which interface of InfluxDB is written to: v1 is for 1.x, v2 for 2.x and 1.8, v3 "
            + "for 3.x",
        defaultValue: "v2")
    static let organization = OptionSpecification(
        name: "organization", value: .text, placeholder: "NAME",
        help: "The organisation that an InfluxDB bucket belongs to, with --api v2")
    static let influxDBToken = OptionSpecification(
        name: "influxdb-token", value: .text,
        help: "The token to write to InfluxDB with; it is no option, since other users of the "
            + "machine see a command line",
        sources: [.environment], isSecret: true)
    static let influxDBTokenFile = OptionSpecification(
        name: "influxdb-token-file", value: .text, placeholder: "FILE",
        help: "A file whose first line is the token to write to InfluxDB with")
    static let databaseUsername = OptionSpecification(
        name: "database-username", value: .text, placeholder: "NAME",
        help: "The name to log in to QuestDB, or to InfluxDB 1.x, with",
        defaultText: "no login")
    static let databasePassword = OptionSpecification(
        name: "database-password", value: .text,
        help: "The password of --database-username", sources: [.environment], isSecret: true)
    static let databasePasswordFile = OptionSpecification(
        name: "database-password-file", value: .text, placeholder: "FILE",
        help: "A file whose first line is the password of --database-username")
    static let databaseTLSAuthority = OptionSpecification(
        name: "database-tls-ca", value: .text, placeholder: "FILE",
        help: "Certificates (PEM) of the authorities that a database's server is trusted by, for "
            + "https addresses",
        defaultText: "the system's")
}
