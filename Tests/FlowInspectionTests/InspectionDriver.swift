import FlowInspection
import NetworkModel

/// Drives a flow cache with packets whose payload is given, and keeps what it tells.
struct InspectionDriver {
    var inspector: FlowInspector
    /// What was told, and how many packets had been taken in when it was.
    private(set) var told: [(after: Int, annotation: FlowAnnotation)] = []
    private var taken = 0

    init(
        _ classifier: CountingClassifier?, maximumFlows: Int = 1000
    ) {
        inspector = FlowInspector(
            configuration: FlowInspectorConfiguration(maximumFlows: maximumFlows),
            classifier: classifier)
    }

    mutating func take(_ packet: PacketSummary, payload: [UInt8] = []) {
        var packet = packet
        packet.payloadBytes = UInt32(payload.count)
        var annotations: [FlowAnnotation] = []
        inspector.advance(to: packet.clock, into: &annotations)
        // Any bytes make a span of them, and the array outlives it.
        let bytes = unsafe payload.span.bytes
        let news = inspector.inspect(
            packet, ipPacket: bytes, payload: bytes, into: &annotations)
        for annotation in annotations { told.append((taken, annotation)) }
        taken += 1
        if let news { told.append((taken, news)) }
    }

    mutating func finish() {
        var annotations: [FlowAnnotation] = []
        inspector.finish(into: &annotations)
        for annotation in annotations { told.append((taken, annotation)) }
    }
}
