import CommandLineParsing

/// Which options of an agent are for packets, and which for ports.
enum AgentOptionUse {
    private static let packets: [OptionSpecification] = [
        .filter, .snaplen, .inspection, .idleTimeout, .batchPackets,
    ]
    private static let ports: [OptionSpecification] = [.round]

    /// Refuses an option that stands on the command line and would change nothing.
    ///
    /// What stands in the environment and the configuration file may be for another agent.
    static func check(_ settings: Settings) throws(UsageError) {
        let watchesPorts = settings.isOn(.ports)
        for option in watchesPorts ? packets : ports where settings.isOnCommandLine(option) {
            throw UsageError(
                .usage,
                "--\(option.name) goes with "
                    + (watchesPorts ? "--read or --interface, not with --ports" : "--ports")
                    + ": leave it out.", verb: settings.verb.name)
        }
    }
}
