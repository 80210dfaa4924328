// swift-tools-version: 6.2
import PackageDescription

/// The one set of compiler settings: every target gets it, none adds to it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

/// A Swift target of the package.
func layer(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A module map over a C library of the system; exactly one adapter imports it.
func cLibrary(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([package])])
}

/// The tests of one target, in the folder of the same name.
func tests(of name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        swiftSettings: settings)
}

// Bottom layer first: a target may use only what stands above it in this list. TidyTests holds
// that.
let pureTargets: [Target] = [
    // Rounding of doubles calls the C mathematics library.
    .target(
        name: "NetworkModel", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CCRC32C", path: "Sources/CLibraries/CCRC32C"),
    layer("Checksums", uses: ["CCRC32C"]),
    layer("TopicEncoding", uses: ["NetworkModel", "Checksums"]),
    layer("StateEncoding"),
    layer("PacketDecoding", uses: ["NetworkModel"]),
    layer("ApplicationDecoding", uses: ["NetworkModel"]),
    layer("NetworkLookup", uses: ["NetworkModel"]),
    .systemLibrary(name: "CPrefetch", path: "Sources/CLibraries/CPrefetch"),
    layer("FlowIndexing", uses: ["NetworkModel", "CPrefetch"]),
    layer("FlowMetering", uses: ["NetworkModel", "FlowIndexing", "StateEncoding"]),
    layer("FlowInspection", uses: ["NetworkModel", "FlowIndexing", "ApplicationDecoding"]),
    layer("TrafficWindows", uses: ["NetworkModel", "StateEncoding"]),
    layer("AnomalyDetection", uses: ["NetworkModel"]),
    layer("StreamProcessing", uses: ["Checksums"]),
    layer(
        "RowEncoding",
        uses: [
            "NetworkModel", "TopicEncoding", "NetworkLookup", "FlowIndexing", "StreamProcessing",
        ]),
    layer("ParquetEncoding"),
    layer("HTTPMessages"),
    layer(
        "DatabaseDelivery",
        uses: [
            "NetworkModel", "TopicEncoding", "RowEncoding", "StreamProcessing", "HTTPMessages",
        ]),
    layer("CommandLineParsing"),
    layer("Metrics"),
    layer(
        "PipelineStages",
        uses: [
            "NetworkModel", "Checksums", "TopicEncoding", "StateEncoding", "FlowMetering",
            "TrafficWindows", "AnomalyDetection", "StreamProcessing",
        ]),
]

let adapters: [Target] = [
    cLibrary("CPcap", pkgConfig: "libpcap", package: "libpcap-dev"),
    cLibrary("CRdKafka", pkgConfig: "rdkafka", package: "librdkafka-dev"),
    cLibrary("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
    cLibrary("CMaxMindDB", pkgConfig: "libmaxminddb", package: "libmaxminddb-dev"),
    cLibrary("CYAML", pkgConfig: "yaml-0.1", package: "libyaml-dev"),
    cLibrary("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    cLibrary("CZstd", pkgConfig: "libzstd", package: "libzstd-dev"),
    cLibrary("CNDPI", pkgConfig: "libndpi", package: "libndpi-dev"),
    cLibrary("CMicroHTTPD", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
    cLibrary("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
    layer("Compression", uses: ["CZlib", "CZstd"]),
    layer("PacketCapture", uses: ["NetworkModel", "PacketDecoding", "Compression", "CPcap"]),
    layer("SocketTables", uses: ["NetworkModel"]),
    layer("DeepInspection", uses: ["NetworkModel", "CNDPI"]),
    layer("GeoLookup", uses: ["NetworkModel", "CMaxMindDB"]),
    layer("SQLiteStorage", uses: ["CSQLite"]),
    layer("ServiceRuntime", uses: ["Metrics"]),
    layer("EmbeddedBus", uses: ["StreamProcessing", "SQLiteStorage", "ServiceRuntime"]),
    layer("KafkaBus", uses: ["StreamProcessing", "CRdKafka"]),
    layer(
        "Sinks",
        uses: [
            "TopicEncoding", "RowEncoding", "ParquetEncoding", "StreamProcessing", "Compression",
            "SQLiteStorage", "HTTPMessages",
        ]),
    layer("ConfigurationFile", uses: ["CommandLineParsing", "CYAML"]),
    layer("MetricsEndpoint", uses: ["CMicroHTTPD"]),
    layer("HTTPTransport", uses: ["HTTPMessages", "CCurl"]),
]

let services: [Target] = [
    layer(
        "Services",
        uses: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "FlowMetering", "FlowInspection",
            "AnomalyDetection", "StreamProcessing", "PipelineStages", "PacketCapture",
            "SocketTables", "DeepInspection", "EmbeddedBus", "KafkaBus", "Sinks", "ServiceRuntime",
            "Compression", "NetworkLookup", "GeoLookup", "TrafficWindows", "Metrics",
            "MetricsEndpoint",
            "HTTPMessages", "HTTPTransport", "DatabaseDelivery", "RowEncoding",
        ]),
    .executableTarget(
        name: "PipelineBenchmark",
        dependencies: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "FlowMetering", "FlowInspection",
            "DeepInspection", "StreamProcessing",
            "PipelineStages", "PacketCapture", "Services", "ServiceRuntime", "AnomalyDetection",
        ],
        path: "Benchmarks/PipelineBenchmark", swiftSettings: settings),
    .executableTarget(
        name: "weir",
        dependencies: ["Services", "ServiceRuntime", "ConfigurationFile", "CommandLineParsing"],
        swiftSettings: settings),
]

let testTargets: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: ["NetworkModel", "TopicEncoding", "StreamProcessing", "CYAML"],
        path: "Tests/TestSupport",
        swiftSettings: settings),
    .target(
        name: "BusConformance", dependencies: ["StreamProcessing", "TestSupport"],
        path: "Tests/BusConformance",
        swiftSettings: settings),
    // The other process of the checks that need two.
    .executableTarget(
        name: "BusPeer",
        dependencies: ["BusConformance", "StreamProcessing", "EmbeddedBus", "KafkaBus"],
        path: "Tests/BusPeer", swiftSettings: settings),
    // Changed frames through the decoder and the batches: `make fuzz`.
    .executableTarget(
        name: "PacketFuzzer",
        dependencies: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "PacketCapture", "TestSupport",
            "Checksums",
        ],
        path: "Tests/PacketFuzzer", swiftSettings: settings),
    tests(of: "NetworkModel"),
    tests(of: "Checksums"),
    tests(of: "StateEncoding"),
    tests(of: "TopicEncoding", uses: ["NetworkModel", "Checksums", "StreamProcessing"]),
    tests(of: "PacketDecoding", uses: ["NetworkModel"]),
    tests(
        of: "ApplicationDecoding", uses: ["NetworkModel", "PacketDecoding", "PacketCapture"]),
    tests(of: "NetworkLookup", uses: ["NetworkModel"]),
    tests(of: "FlowIndexing", uses: ["NetworkModel"]),
    tests(of: "FlowMetering", uses: ["NetworkModel", "FlowIndexing"]),
    tests(of: "FlowInspection", uses: ["NetworkModel", "FlowIndexing"]),
    tests(of: "TrafficWindows", uses: ["NetworkModel"]),
    tests(of: "AnomalyDetection", uses: ["NetworkModel"]),
    tests(of: "StreamProcessing"),
    tests(
        of: "PipelineStages",
        uses: [
            "NetworkModel", "TopicEncoding", "FlowMetering", "AnomalyDetection", "StateEncoding",
            "StreamProcessing", "TrafficWindows",
        ]),
    tests(of: "Compression"),
    tests(of: "SocketTables", uses: ["NetworkModel"]),
    tests(of: "PacketCapture", uses: ["NetworkModel", "PacketDecoding"]),
    tests(of: "DeepInspection", uses: ["NetworkModel", "PacketDecoding", "PacketCapture"]),
    tests(of: "GeoLookup", uses: ["NetworkModel"]),
    tests(of: "SQLiteStorage"),
    tests(of: "EmbeddedBus", uses: ["StreamProcessing", "SQLiteStorage", "BusConformance"]),
    tests(
        of: "KafkaBus",
        uses: ["TopicEncoding", "StreamProcessing", "BusConformance", "CRdKafka"]),
    tests(
        of: "RowEncoding",
        uses: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "FlowMetering", "AnomalyDetection",
            "StreamProcessing", "PacketCapture",
        ]),
    tests(of: "ParquetEncoding"),
    tests(
        of: "DatabaseDelivery",
        uses: [
            "NetworkModel", "TopicEncoding", "RowEncoding", "StreamProcessing", "HTTPMessages",
            "HTTPTransport",
        ]),
    tests(
        of: "Sinks",
        uses: [
            "TopicEncoding", "RowEncoding", "ParquetEncoding", "StreamProcessing", "Compression",
            "SQLiteStorage", "HTTPMessages",
        ]),
    tests(of: "HTTPMessages"),
    tests(of: "HTTPTransport", uses: ["HTTPMessages"]),
    tests(of: "CommandLineParsing"),
    tests(of: "Metrics"),
    tests(of: "MetricsEndpoint"),
    tests(of: "ConfigurationFile", uses: ["CommandLineParsing"]),
    tests(of: "ServiceRuntime", uses: ["Metrics"]),
    tests(
        of: "Services",
        uses: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "FlowMetering", "FlowInspection",
            "DeepInspection", "PipelineStages", "StreamProcessing", "EmbeddedBus",
            "ServiceRuntime", "Metrics", "DatabaseDelivery", "HTTPMessages", "HTTPTransport",
            "RowEncoding", "MetricsEndpoint", "Sinks",
        ]),
    tests(of: "weir", uses: ["CommandLineParsing", "ConfigurationFile", "Services"]),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
    // Flow records against what other programs made of the same captures.
    .testTarget(
        name: "TruthTests",
        dependencies: [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "ApplicationDecoding",
            "FlowMetering", "PacketCapture", "TestSupport",
        ],
        swiftSettings: settings),
    // Flow records beside those that Zeek made of the same captures.
    .testTarget(
        name: "ZeekTruthTests",
        dependencies: [
            "NetworkModel", "PacketDecoding", "FlowMetering", "PacketCapture", "TestSupport",
        ],
        swiftSettings: settings),
    .testTarget(
        name: "IntegrationTests",
        dependencies: [
            "Services", "NetworkModel", "TopicEncoding", "RowEncoding", "StreamProcessing",
            "EmbeddedBus", "TestSupport",
        ],
        swiftSettings: settings),
    // Faults at named points inside the program, loaded before its libraries: `make chaos`.
    .target(
        name: "FaultPoints", path: "Tests/FaultPoints", linkerSettings: [.linkedLibrary("dl")]),
    .testTarget(
        name: "FaultTests",
        dependencies: [
            "NetworkModel", "Checksums", "TopicEncoding", "PipelineStages", "StreamProcessing",
            "EmbeddedBus",
            "KafkaBus", "SQLiteStorage", "Services", "TestSupport",
        ],
        swiftSettings: settings),
]

let package = Package(
    name: "weir",
    products: [
        .executable(name: "weir", targets: ["weir"]),
        .library(name: "FaultPoints", type: .dynamic, targets: ["FaultPoints"]),
    ],
    targets: pureTargets + adapters + services + testTargets
)
