import FlowMetering
import TestSupport
import NetworkModel

/// Runs packets through a table.
struct Metering {
    static let short = FlowMeteringConfiguration(
        idleTimeoutNanoseconds: 10_000_000_000, activeTimeoutNanoseconds: 25_000_000_000,
        lingerNanoseconds: 2_000_000_000)

    var table: FlowTable
    var records: [FlowRecord] = []
    var samples: [FlowSample] = []

    init(_ configuration: FlowMeteringConfiguration = Metering.short) {
        table = FlowTable(sensorSession: Packets.session, configuration: configuration)
    }

    mutating func add(_ packets: PacketSummary...) {
        add(packets)
    }

    mutating func add(_ packets: [PacketSummary]) {
        for packet in packets {
            if let sample = table.add(packet, into: &records) { samples.append(sample) }
        }
    }

    mutating func add(together packets: [PacketSummary]) {
        table.add(packets.span, into: &records) { place, sample in
            samples.append(sample)
            precondition(packets.indices.contains(place))
        }
    }

    mutating func add(_ event: MeterEvent) {
        switch event {
        case .packet(let packet): add(packet)
        case .annotation(let annotation): table.annotate(annotation)
        }
    }

    mutating func advance(to watermark: Timestamp) {
        table.advance(to: watermark, into: &records)
    }

    mutating func finish(at watermark: Timestamp) {
        table.finish(at: watermark, into: &records)
    }

    var reasons: [FlowEndReason] { records.map(\.reason) }
}
