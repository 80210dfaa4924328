import NetworkModel

/// What annotations have said of a flow so far.
struct FlowFindings: Codable {
    private(set) var application = ApplicationRecord()
    private(set) var forwardEntropyBits: Double?
    private(set) var reverseEntropyBits: Double?

    /// Takes in an annotation: what it states replaces what was known, the rest stays.
    ///
    /// - Parameters:
    ///   - annotation: The annotation.
    ///   - isReverse: Whether its source is the flow's reverse endpoint.
    mutating func merge(_ annotation: FlowAnnotation, isReverse: Bool) {
        let forward =
            isReverse ? annotation.destinationEntropyBits : annotation.sourceEntropyBits
        let reverse =
            isReverse ? annotation.sourceEntropyBits : annotation.destinationEntropyBits
        forwardEntropyBits = forward ?? forwardEntropyBits
        reverseEntropyBits = reverse ?? reverseEntropyBits
        let newer = annotation.application
        application.label = newer.label ?? application.label
        application.category = newer.category ?? application.category
        application.confidence = newer.confidence ?? application.confidence
        if !newer.risks.isEmpty { application.risks = newer.risks }
        application.serverName = newer.serverName ?? application.serverName
        application.dns = newer.dns ?? application.dns
        application.tls = newer.tls ?? application.tls
        application.http = newer.http ?? application.http
        application.mqtt = newer.mqtt ?? application.mqtt
        application.modbus = newer.modbus ?? application.modbus
        application.dnp3 = newer.dnp3 ?? application.dnp3
    }
}
