import CommandLineParsing

/// What is to be known of a database beside its address.
extension OptionSpecification {
    /// All of them, for every verb that writes to sinks.
    static let database: [OptionSpecification] = [
        .columns, .retention, .api, .organization, .influxDBToken, .influxDBTokenFile,
        .questDBToken, .questDBTokenFile, .databaseUsername,
        .databasePassword, .databasePasswordFile, .databaseTLSAuthority,
    ]

    static let dryRun = OptionSpecification(
        name: "dry-run", value: .flag,
        help: "With questdb: or influxdb:, print what would be sent of what is on the bus now, and "
            + "send nothing",
        sources: [.flag])

    static let retention = OptionSpecification(
        name: "retention", value: .integer(1...36_500), placeholder: "DAYS",
        help:
            "With questdb:http://HOST:PORT, after how many days it deletes rows, counted from the "
            + "newest one: in a table with rows of today, old captures don't stay",
        defaultText: "as the table has it")
    static let columns = OptionSpecification(
        name: "columns", value: .choice(["standard", "all"]), placeholder: "standard|all",
        help:
            "With questdb: or influxdb:, whether they get every member of flows, which costs them "
            + "three times the work a flow",
        defaultValue: "standard")
    static let api = OptionSpecification(
        name: "api", value: .choice(["v1", "v2", "v3"]), placeholder: "v1|v2|v3",
        help: "With influxdb:http://HOST:PORT/DATABASE, which interface of it is written to: v1 is "
            + "for InfluxDB 1.x, v2 for 2.x and 1.8, v3 for 3.x",
        defaultValue: "v2")
    static let organization = OptionSpecification(
        name: "organization", value: .text, placeholder: "NAME",
        help: "With influxdb: and --api v2, the organisation that the bucket belongs to")
    static let influxDBToken = OptionSpecification(
        name: "influxdb-token", value: .text,
        help: "With influxdb:, the token to write with; it is no option, since other users of the "
            + "machine see a command line",
        sources: [.environment], isSecret: true)
    static let influxDBTokenFile = OptionSpecification(
        name: "influxdb-token-file", value: .text, placeholder: "FILE",
        help: "With influxdb:, a file whose first line is the token to write with")
    static let questDBToken = OptionSpecification(
        name: "questdb-token", value: .text,
        help: "With questdb:, the token to log in with, which goes before --database-username; it "
            + "is no option, since other users of the machine see a command line",
        sources: [.environment], isSecret: true)
    static let questDBTokenFile = OptionSpecification(
        name: "questdb-token-file", value: .text, placeholder: "FILE",
        help: "With questdb:, a file whose first line is the token to log in with")
    static let databaseUsername = OptionSpecification(
        name: "database-username", value: .text, placeholder: "NAME",
        help: "With questdb:, or with influxdb: and --api v1, the name to log in with",
        defaultText: "no login")
    static let databasePassword = OptionSpecification(
        name: "database-password", value: .text,
        help: "The password of --database-username", sources: [.environment], isSecret: true)
    static let databasePasswordFile = OptionSpecification(
        name: "database-password-file", value: .text, placeholder: "FILE",
        help: "A file whose first line is the password of --database-username")
    static let databaseTLSAuthority = OptionSpecification(
        name: "database-tls-ca", value: .text, placeholder: "FILE",
        help: "With questdb:https: or influxdb:https:, certificates (PEM) of the authorities that "
            + "the server is trusted by",
        defaultText: "the system's")
}
