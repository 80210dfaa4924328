import AnomalyDetection
import FlowMetering
import Foundation
import NetworkModel
import PipelineStages
import StreamProcessing
import TestSupport
import Testing

/// States are written without names, so that one of other types would be misread.
///
/// This holds that the format's number is raised when a type changes: then the golden file is
/// written anew.
struct StateLayoutTests {
    private let path =
        "\(TestEnvironment.projectRoot)/Tests/GoldenFiles/state-layout.txt"

    @Test func `the types of states are those of the format's number`() throws {
        let text = try layout()
        if ProcessInfo.processInfo.environment["WEIR_TEST_UPDATE"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let recorded = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text == recorded,
            "raise the number in stateFormat, then run the test with WEIR_TEST_UPDATE=1")
    }

    /// The formats' numbers, then each type of the stages' states with its fields.
    private func layout() throws -> String {
        var harness = PipelineHarness(partitions: 1, batchPackets: 200, seed: 1)
        var types: [String: String] = [:]
        var formats: [String] = []
        harness.observe = { stage in
            Self.describe(stage, into: &types)
            let format = String(stage.stateFormat.prefix { $0 != " " })
            if !formats.contains(format) { formats.append(format) }
        }
        var random = SeededGenerator(seed: 5)
        let packets = RandomTraffic.packets(2000, random: &random)
        _ = harness.outputs(
            of: harness.batches(packets, annotate: StageStateTests.annotation))
        _ = harness.outputs(of: harness.batches(StageStateTests.calibratingTraffic))
        let lines = types.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return (formats.sorted() + lines).joined(separator: "\n") + "\n"
    }

    private static func describe(_ value: Any, into types: inout [String: String]) {
        let mirror = Mirror(reflecting: value)
        let isList =
            mirror.displayStyle == .collection || mirror.displayStyle == .dictionary
            || mirror.displayStyle == .set || mirror.displayStyle == .optional
            || mirror.displayStyle == .tuple
        if !isList {
            let fields = mirror.children.map { "\($0.label ?? "") \(type(of: $0.value))" }
            types["\(mirror.subjectType)"] = fields.joined(separator: ", ")
        }
        // The elements of a list are alike.
        for child in isList ? Array(mirror.children.prefix(2)) : Array(mirror.children) {
            describe(child.value, into: &types)
        }
    }
}
