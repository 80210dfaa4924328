import CommandLineParsing
import ConfigurationFile
import Foundation
import Services

/// A verb's settings, merged from flags, environment, file and defaults.
struct VerbSettings {
    static let defaultFile = "/etc/weir/weir.yaml"

    let command: ParsedCommand
    let settings: Settings
    let resolver: SettingsResolver

    init(_ command: ParsedCommand) throws {
        self.command = command
        let environment = ProcessInfo.processInfo.environment
        let early = SettingsResolver(.weir, environment: environment)
        let given = try early.earlyText(.config, of: command)
        var entries: [ConfigurationEntry] = []
        if let path = given ?? Self.existingDefaultFile {
            entries = try ConfigurationFile.read(
                path: path, knownKeys: CommandTable.weir.fileKeys, environment: environment)
        }
        resolver = SettingsResolver(.weir, environment: environment, entries: entries)
        settings = try resolver.settings(for: command)
    }

    /// The bus that the verb works on.
    func bus() throws -> BusOptions {
        guard let address = BusAddress(settings.requiredText(.bus)) else {
            throw UsageError(
                .usage,
                "--bus takes sqlite:PATH or kafka:HOST:PORT[,HOST:PORT…], not "
                    + "'\(settings.requiredText(.bus))'.", verb: command.verb.name)
        }
        var options = BusOptions(
            address: address, topicPrefix: settings.requiredText(.topicPrefix))
        // A verb for one machine has no options of Kafka.
        if settings.verb.option(OptionSpecification.librdkafka.name) != nil {
            options.properties = try librdkafkaProperties()
            options.security = kafkaSecurity()
        }
        return options
    }

    /// What the agent captures.
    func agent(_ inputs: [AgentConfiguration.Input]) -> AgentConfiguration {
        AgentConfiguration(
            inputs: inputs, sensor: settings.text(.sensor), filter: settings.text(.filter),
            snapshotBytes: settings.isSet(.snaplen) ? settings.integer(.snaplen) : nil,
            isInspecting: settings.text(.inspection) != "off",
            idleTimeoutNanoseconds: settings.nanoseconds(.idleTimeout),
            batchPackets: settings.integer(.batchPackets))
    }

    /// Whose occupied ports are watched.
    func ports() -> PortConfiguration {
        PortConfiguration(
            sensor: settings.text(.sensor), roundNanoseconds: settings.nanoseconds(.round))
    }

    /// How flows and windows are made.
    func process() throws -> ProcessConfiguration {
        var configuration = ProcessConfiguration(
            windowNanoseconds: settings.nanoseconds(.window),
            idleTimeoutNanoseconds: settings.nanoseconds(.idleTimeout),
            activeTimeoutNanoseconds: settings.nanoseconds(.activeTimeout))
        configuration.alarmProbability = settings.number(.alarmProbability)
        configuration.places = try PlaceDirectory(
            geoPaths: settings.texts(.geoip), networksPath: settings.text(.networks))
        return configuration
    }

    /// The number of partitions, where one is given.
    func partitions() -> Int32? {
        settings.isSet(.partitions) ? Int32(settings.integer(.partitions)) : nil
    }

    private static var existingDefaultFile: String? {
        FileManager.default.fileExists(atPath: defaultFile) ? defaultFile : nil
    }
}
