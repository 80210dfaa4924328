import CommandLineParsing
import ConfigurationFile
import Foundation
import TestSupport
import Testing

@testable import weir

/// A secret reaches the bus and nothing that anybody reads.
struct SecretOptionTests {
    private static let secrets = [
        "WEIR_KAFKA_SASL_PASSWORD": "hunter2hunter2",
        "WEIR_KAFKA_TLS_KEY_PASSWORD": "swordfishes",
        "WEIR_DATABASE_PASSWORD": "swordfish-9000", "WEIR_INFLUXDB_TOKEN": "hunter2-8086",
        "WEIR_QUESTDB_TOKEN": "swordfish-bearer",
    ]

    @Test func `no secret has a flag or a key of the configuration file`() {
        let secret = CommandTable.weir.allOptions.filter(\.isSecret)
        #expect(Set(secret.compactMap(\.environmentName)) == Set(Self.secrets.keys))
        for option in secret { #expect(option.sources == [.environment]) }
        for name in secret.map(\.name) {
            #expect(!CommandTable.weir.fileKeys.contains(name))
            let error = #expect(throws: UsageError.self) {
                try CommandLineParser(.weir)
                    .parse(["process", "--bus", "kafka:b:1", "--\(name)=hunter2hunter2"])
            }
            #expect(error?.message.contains("hunter2") == false)
        }
    }

    @Test func `the dump masks secrets and says where they come from`() throws {
        let environment = Self.secrets.merging(
            ["WEIR_LIBRDKAFKA": "sasl.password=openSesame,client.id=me"]) { $1 }
        let resolver = SettingsResolver(.weir, environment: environment)
        let text = SettingsDump.yaml(try resolver.allSettings())
        for value in ["hunter2", "swordfish", "openSesame"] { #expect(!text.contains(value)) }
        #expect(text.contains("# kafka-sasl-password: ***  # "))
        #expect(text.contains("WEIR_KAFKA_SASL_PASSWORD"))
        #expect(text.contains("# questdb-token: ***  # "))
        #expect(text.contains("sasl.password: \"***\""))
        #expect(text.contains("client.id: me"))
        // What is printed can be read again.
        _ = try ConfigurationFile.parse(
            Array(text.utf8), file: "dump", knownKeys: CommandTable.weir.fileKeys, environment: [:])
    }

    @Test func `half a password isn't shown where a list is cut at its comma`() throws {
        let resolver = SettingsResolver(
            .weir, environment: ["WEIR_LIBRDKAFKA": "sasl.password=hunter2,hunter3"])
        let error = #expect(throws: UsageError.self) { try resolver.allSettings() }
        #expect(error?.message.contains("hunter") == false)
        #expect(error?.message.contains("WEIR_LIBRDKAFKA") == true)
    }

    @Test func `help names the variables and never a value`() {
        let help = HelpText(.weir)
        for verb in CommandTable.weir.verbs {
            let text = help.help(for: verb)
            for secret in Self.secrets.values { #expect(!text.contains(secret)) }
        }
        let process = CommandTable.weir.verb("process").map { help.help(for: $0) } ?? ""
        #expect(process.contains("WEIR_KAFKA_SASL_PASSWORD"))
        #expect(!process.contains("--kafka-sasl-password "))
    }
}
