import Testing

/// Holds the picture of docs/architecture.md: arrows only go down.
struct ArrowTests {
    /// What each target may import of the project.
    ///
    /// A target that isn't here may not exist.
    static let arrows: [String: Set<String>] = [
        "NetworkModel": [],
        "Checksums": ["CCRC32C"],
        "TopicEncoding": ["NetworkModel", "Checksums"],
        "StateEncoding": [],
        "PacketDecoding": ["NetworkModel"],
        "ApplicationDecoding": ["NetworkModel"],
        "NetworkLookup": ["NetworkModel"],
        "FlowIndexing": ["NetworkModel", "CPrefetch"],
        "FlowMetering": ["NetworkModel", "FlowIndexing", "StateEncoding"],
        "FlowInspection": ["NetworkModel", "FlowIndexing", "ApplicationDecoding"],
        "TrafficWindows": ["NetworkModel", "StateEncoding"],
        "AnomalyDetection": ["NetworkModel"],
        "StreamProcessing": ["Checksums"],
        "RowEncoding": [
            "NetworkModel", "TopicEncoding", "NetworkLookup", "FlowIndexing", "StreamProcessing",
        ],
        "ParquetEncoding": [],
        "HTTPMessages": [],
        "DatabaseDelivery": [
            "NetworkModel", "TopicEncoding", "RowEncoding", "StreamProcessing", "HTTPMessages",
        ],
        "CommandLineParsing": [],
        "Metrics": [],
        "PipelineStages": [
            "NetworkModel", "Checksums", "TopicEncoding", "StateEncoding", "FlowMetering",
            "TrafficWindows", "AnomalyDetection", "StreamProcessing",
        ],
        "Compression": ["CZlib", "CZstd"],
        "PacketCapture": ["NetworkModel", "PacketDecoding", "Compression", "CPcap"],
        "SocketTables": ["NetworkModel"],
        "DeepInspection": ["NetworkModel", "CNDPI"],
        "GeoLookup": ["NetworkModel", "CMaxMindDB"],
        "SQLiteStorage": ["CSQLite"],
        "ServiceRuntime": ["Metrics"],
        "EmbeddedBus": ["StreamProcessing", "SQLiteStorage", "ServiceRuntime"],
        "KafkaBus": ["StreamProcessing", "CRdKafka"],
        "Sinks": [
            "TopicEncoding", "RowEncoding", "ParquetEncoding", "StreamProcessing", "Compression",
            "SQLiteStorage", "HTTPMessages",
        ],
        "ConfigurationFile": ["CommandLineParsing", "CYAML"],
        "MetricsEndpoint": ["CMicroHTTPD"],
        "HTTPTransport": ["HTTPMessages", "CCurl"],
        "Services": [
            "NetworkModel", "TopicEncoding", "PacketDecoding", "FlowMetering", "FlowInspection",
            "AnomalyDetection", "StreamProcessing", "PipelineStages", "PacketCapture",
            "SocketTables", "DeepInspection", "EmbeddedBus", "KafkaBus", "Sinks", "ServiceRuntime",
            "Compression", "NetworkLookup", "GeoLookup", "TrafficWindows", "Metrics",
            "MetricsEndpoint",
            "HTTPMessages", "HTTPTransport", "DatabaseDelivery", "RowEncoding",
        ],
        "weir": ["Services", "ServiceRuntime", "CommandLineParsing", "ConfigurationFile"],
    ]

    /// Targets that know no I/O, clock or lock.
    static let pure: Set = [
        "NetworkModel", "TopicEncoding", "PacketDecoding", "ApplicationDecoding", "NetworkLookup",
        "FlowIndexing", "FlowMetering", "FlowInspection", "TrafficWindows", "AnomalyDetection",
        "StreamProcessing", "PipelineStages", "CommandLineParsing", "Checksums", "StateEncoding",
        "Metrics", "RowEncoding", "ParquetEncoding", "HTTPMessages", "DatabaseDelivery",
    ]

    /// What comes with the toolchain and may be imported outside the pure targets.
    static let toolchain: Set = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization",
    ]

    /// The files of the pure targets that may call the C library's mathematics.
    static let mathematics: Set = [
        "Sources/AnomalyDetection/Mathematics.swift",
        "Sources/ApplicationDecoding/Entropy/BinaryLogarithm.swift",
    ]

    @Test func `each import goes along a drawn arrow`() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") {
            let allowed = try #require(
                Self.arrows[file.target], "\(file.target) isn't in the picture: \(file.path)")
            for module in file.imports where !Self.toolchain.contains(module) {
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `pure targets import nothing of the system but mathematics, in one file each`()
        throws
    {
        for file in try SourceTree.swiftFiles(below: "Sources")
        where Self.pure.contains(file.target) {
            for module in file.imports where Self.toolchain.contains(module) {
                let isMathematics = module == "Glibc" && Self.mathematics.contains(file.path)
                #expect(isMathematics, "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `a C library is imported in one target only`() throws {
        var importers: [String: Set<String>] = [:]
        for file in try SourceTree.swiftFiles(below: "Sources") {
            for module in file.imports
            where module.hasPrefix("C")
                && module.dropFirst().first?
                    .isUppercase == true
            {
                importers[module, default: []].insert(file.target)
            }
        }
        for (module, targets) in importers {
            #expect(targets.count == 1, "\(module) is imported by \(targets.sorted())")
        }
    }

    @Test func `every target of the picture exists`() throws {
        let targets = Set(try SourceTree.swiftFiles(below: "Sources").map(\.target))
        #expect(targets == Set(Self.arrows.keys))
    }
}
