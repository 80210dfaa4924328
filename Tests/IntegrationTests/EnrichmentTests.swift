import Foundation
import TestSupport
import Testing

/// Where endpoints are: from files to records, as a user has it.
struct EnrichmentTests {
    private static let capture = "\(TestEnvironment.projectRoot)/examples/office.pcap.gz"

    private struct Files {
        let folder: TemporaryFolder
        let database: String
        let networks: String

        init() throws {
            folder = try TemporaryFolder()
            var writer = MMDBWriter("GeoLite2-ASN", recordBits: 28)
            writer.add(
                "10.77.0.0/27",
                .map([
                    ("autonomous_system_number", .uint32(64_496)),
                    ("autonomous_system_organization", .text("Example")),
                ]))
            writer.add("10.77.0.66/32", .map([("country", .map([("iso_code", .text("DE"))]))]))
            database = try folder.write(writer.bytes, to: "sample.mmdb")
            let lines = "# ours\n10.77.0.0/16,office,internal\n10.77.0.10,server,\n"
            networks = try folder.write(Array(lines.utf8), to: "networks.csv")
        }
    }

    private func flows(_ files: Files, partitions: Int) throws -> PipelineOutputs {
        let out = files.folder.file("out-\(partitions)")
        let result = try WeirProcess.run(
            "run", Self.capture, "--partitions", "\(partitions)", "--geoip", files.database,
            "--networks", files.networks, "--sink", "ndjson:\(out)", "--summary", "json")
        try #require(result.status == 0, "\(result.errors)")
        return try PipelineOutputs(ndjson: out)
    }

    @Test func `records have the places of both endpoints, the same with 1 and 4 partitions`()
        throws
    {
        let files = try Files()
        let one = try flows(files, partitions: 1)
        try flows(files, partitions: 4).expectSame(as: one, "4 partitions")
        var attackers = 0
        for line in one.flows {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let geo = object["geo"] as? [String: [String: Any]]
            for (address, place) in [("src_ip", "src"), ("dest_ip", "dest")] {
                let address = try #require(object[address] as? String)
                let place = geo?[place]
                switch address {
                case "10.77.0.10":
                    #expect(place?["network"] as? String == "server")
                    #expect(place?["asn"] as? Int == 64_496)
                    #expect(place?["organisation"] as? String == "Example")
                    #expect(place?.count == 3)
                case "10.77.0.66":
                    attackers += 1
                    #expect(place?["country"] as? String == "DE")
                    #expect(place?["network"] as? String == "office")
                    #expect(place?["role"] as? String == "internal")
                    #expect(place?.count == 3)
                case let other where other.hasPrefix("10.77."):
                    #expect(place?["network"] as? String == "office", "\(other)")
                default: #expect(place == nil, "\(address)")
                }
            }
        }
        #expect(attackers > 0)
    }

    @Test func `environment and configuration file name the files too, for process as for run`()
        throws
    {
        let files = try Files()
        let reference = try flows(files, partitions: 1)
        let bus = ["--bus", "sqlite:\(files.folder.file("weir.db"))"]
        let configuration = try files.folder.write(
            Array("networks: \(files.networks)\n".utf8), to: "weir.yaml")
        for verb in [
            ["topics", "apply", "--partitions", "1"], ["agent", "--read", Self.capture],
            ["process", "--until-end", "--config", configuration],
            ["sink", "ndjson:\(files.folder.file("out"))", "--until-end"],
        ] {
            let result = try WeirProcess.run(
                verb + bus, environment: ["WEIR_GEOIP": files.database])
            try #require(result.status == 0, "\(verb): \(result.errors)")
        }
        try PipelineOutputs(ndjson: files.folder.file("out"))
            .expectSame(as: reference, "separate processes")
    }

    @Test func `a bad file ends the start with its name, before anything is written`() throws {
        let files = try Files()
        let wrong = try files.folder.write(Array("10.0.0.0/8\n".utf8), to: "wrong.csv")
        for (options, part) in [
            (["--geoip", files.folder.file("absent.mmdb")], "absent.mmdb can't be opened"),
            (["--geoip", files.database, "--geoip", wrong], "wrong.csv is no MaxMind DB"),
            (["--networks", wrong], "wrong.csv:1: has 1 field"),
            (["--networks", files.folder.file("absent.csv")], "absent.csv: can't be read"),
        ] {
            let bus = files.folder.file("bus.db")
            let result = try WeirProcess.run(
                ["run", Self.capture, "--bus", "sqlite:\(bus)"] + options)
            #expect(result.status == 65, "\(options)")
            #expect(result.errors.contains(part), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: bus))
        }
    }
}
