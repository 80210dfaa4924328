import Foundation
import NetworkModel
import PacketCapture
import TestSupport
import Testing

@testable import RowEncoding

/// Rows in FlowMeter's and CICFlowMeter's columns against the same features computed anew from the
/// packets of captures.
@Suite(.enabled(if: TestEnvironment.dataFolder != nil, "WEIR_TEST_DATA names no folder."))
struct ExportNaiveTests {
    private static let maximumBytes = 20_000

    private func compare(
        _ format: ExportFormat, _ features: (NaiveFlow) -> [String: Double],
        tolerance: (_ column: String, _ value: Double) -> Double
    ) throws -> ExportAgreement {
        let data = try #require(TestEnvironment.dataFolder)
        let folder = "\(data)/correctness/ndpi"
        var agreement = ExportAgreement()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
            guard name.contains(".pcap"), (size as? Int ?? 0) <= Self.maximumBytes,
                let pipeline = try? ExportPipeline("\(folder)/\(name)", ExportPipeline.endless)
            else { continue }
            let flows = NaiveFlow.flows(of: pipeline.packets)
            for (key, records) in Dictionary(grouping: pipeline.records, by: NaiveFlow.key) {
                // A port that TCP uses again, and tunnels with the same ends, begin other flows.
                guard records.count == 1, let flow = flows[key], flow.isInOrder,
                    !flow.hasFragments
                else { continue }
                let row = try ExportPipeline.row(records[0], format)
                agreement.countRow()
                for (column, wanted) in features(flow) {
                    let text = row[column] ?? "no such column"
                    // What the record can't say is left empty rather than guessed.
                    if text.isEmpty, column.hasSuffix("Packet Length Min") { continue }
                    let got = Double(text) ?? .nan
                    agreement.count(
                        column, abs(got - wanted) <= tolerance(column, wanted),
                        "\(name): \(text), from packets \(wanted)")
                }
            }
        }
        return agreement
    }

    @Test func `FlowMeter's features are right in both directions`() throws {
        let agreement = try compare(.flowmeter, \.flowMeterFeatures) { column, value in
            // Sizes have three decimals in the record, times are whole nanoseconds.
            column.contains("IAT") ? 1 : 0.001
        }
        agreement.require(1, rows: 350)
    }

    @Test func `CICFlowMeter's features are right by their definitions`() throws {
        let agreement = try compare(.cicflowmeter, \.cicFlowMeterFeatures) { column, value in
            // Deviations come from three decimals; their squares are as much less precise.
            column.hasSuffix("Variance")
                ? max(0.02, abs(value) * 1e-4) : max(0.005, abs(value) * 1e-6)
        }
        agreement.require(1, rows: 350)
    }
}
