import Foundation

/// What lies beside the project for tests, told by environment variables that the Makefile's
/// developer targets set.
///
/// Tests that need something skip where it is absent.
public enum TestEnvironment {
    /// The folder of captures with independent truth: `WEIR_TEST_DATA`.
    public static var dataFolder: String? { folder("WEIR_TEST_DATA") }

    /// A running Kafka, `HOST:PORT`: `WEIR_TEST_KAFKA`.
    public static var kafka: String? { value("WEIR_TEST_KAFKA") }

    /// A running Kafka with TLS, clients' certificates and a login, and the folder of what a client
    /// needs: `WEIR_TEST_SECURE_KAFKA` and `WEIR_TEST_SECURE_KAFKA_FOLDER`.
    public static var secureKafka: (server: String, folder: String)? {
        guard let server = value("WEIR_TEST_SECURE_KAFKA"),
            let folder = folder("WEIR_TEST_SECURE_KAFKA_FOLDER")
        else { return nil }
        return (server, folder)
    }

    /// The script that starts an InfluxDB 2: `INFLUXDB_TOOL`.
    public static var influxDB2Tool: String? { program("INFLUXDB_TOOL") }

    /// The script that starts an InfluxDB 1: `INFLUXDB1_TOOL`.
    public static var influxDB1Tool: String? { program("INFLUXDB1_TOOL") }

    /// A Python interpreter with pyarrow and DuckDB: `WEIR_TEST_PYTHON`.
    public static var python: String? { value("WEIR_TEST_PYTHON") }

    /// The script that starts, disturbs and stops a QuestDB, where Java is installed too:
    /// `QUESTDB_TOOL`.
    public static var questDBTool: String? {
        guard let path = value("QUESTDB_TOOL") else { return nil }
        let java = (value("PATH") ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/java")
        }
        return java && FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The seed of randomised tests: `WEIR_TEST_SEED`, else one of the clock.
    public static var seed: UInt64 {
        value("WEIR_TEST_SEED").flatMap { UInt64($0) }
            ?? UInt64(Date().timeIntervalSince1970 * 1000)
    }

    /// Whether the comparisons with truth take all captures rather than the small ones:
    /// `WEIR_TEST_FULL`.
    public static var isFull: Bool { value("WEIR_TEST_FULL") != nil }

    /// How many examples of a differing field a comparison prints: `WEIR_TEST_EXAMPLES`.
    public static var truthExamples: Int { value("WEIR_TEST_EXAMPLES").flatMap { Int($0) } ?? 2 }

    /// The project's root folder.
    public static var projectRoot: String {
        var path = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { path.deleteLastPathComponent() }
        return path.path
    }

    private static func value(_ name: String) -> String? {
        let text = ProcessInfo.processInfo.environment[name] ?? ""
        return text.isEmpty ? nil : text
    }

    private static func program(_ name: String) -> String? {
        value(name).flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
    }

    private static func folder(_ name: String) -> String? {
        guard let path = value(name) else { return nil }
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? path : nil
    }
}
