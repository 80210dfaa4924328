import CommandLineParsing

/// Which sinks an option of databases is for.
struct DatabaseOptionUse {
    /// The option.
    let option: OptionSpecification
    /// The kinds of sinks that take it.
    let kinds: [String]

    static let all: [DatabaseOptionUse] = [
        DatabaseOptionUse(option: .columns, kinds: ["questdb", "influxdb"]),
        DatabaseOptionUse(option: .retention, kinds: ["questdb"]),
        DatabaseOptionUse(option: .questDBTokenFile, kinds: ["questdb"]),
        DatabaseOptionUse(option: .api, kinds: ["influxdb"]),
        DatabaseOptionUse(option: .organization, kinds: ["influxdb"]),
        DatabaseOptionUse(option: .influxDBTokenFile, kinds: ["influxdb"]),
        DatabaseOptionUse(option: .databaseUsername, kinds: ["questdb", "influxdb"]),
        DatabaseOptionUse(option: .databasePasswordFile, kinds: ["questdb", "influxdb"]),
        DatabaseOptionUse(option: .databaseTLSAuthority, kinds: ["questdb", "influxdb"]),
        DatabaseOptionUse(option: .dryRun, kinds: ["questdb", "influxdb"]),
    ]

    /// Refuses an option that stands on the command line and that none of the sinks takes.
    ///
    /// The environment and the configuration file are shared by processes of which some have other
    /// sinks, so that what stands there needn't fit.
    static func check(_ settings: Settings, sinks: [String]) throws(UsageError) {
        let given = sinks.map { String($0.prefix { $0 != ":" }) }
        // Whatever else is wrong with an address is told with more words where it is read.
        guard given.allSatisfy(SinkKinds.all.contains) else { return }
        for use in all where settings.verb.option(use.option.name) != nil {
            guard settings.isOnCommandLine(use.option) else { continue }
            guard !given.contains(where: use.kinds.contains) else { continue }
            let places = use.kinds.compactMap { SinkKinds.servers[$0] }.joined(separator: " or ")
            throw UsageError(
                .usage,
                "--\(use.option.name) goes with \(places), and "
                    + (given.isEmpty
                        ? "there is no sink: add it with --sink, or leave the option out."
                        : "\(given.joined(separator: ", ")) isn't that: leave the option out."),
                verb: settings.verb.name)
        }
        try checkUser(settings, given)
        try checkOrganization(settings)
    }

    /// Only version 2 of InfluxDB has organisations.
    private static func checkOrganization(_ settings: Settings) throws(UsageError) {
        guard settings.isOnCommandLine(.organization), let api = settings.text(.api), api != "v2"
        else { return }
        throw UsageError(
            .usage,
            "--organization goes with an InfluxDB by --api v2: leave it out with --api \(api).",
            verb: settings.verb.name)
    }

    /// InfluxDB knows a user by its name only where it is spoken to as version 1.
    private static func checkUser(
        _ settings: Settings, _ given: [String]
    ) throws(UsageError) {
        guard !given.contains("questdb"), settings.text(.api) != "v1" else { return }
        for option in [OptionSpecification.databaseUsername, .databasePasswordFile]
        where settings.isOnCommandLine(option) {
            throw UsageError(
                .usage,
                "--\(option.name) goes with an InfluxDB by --api v1: with v2 and v3 the login is "
                    + "a token, WEIR_INFLUXDB_TOKEN or --influxdb-token-file.",
                verb: settings.verb.name)
        }
    }
}
