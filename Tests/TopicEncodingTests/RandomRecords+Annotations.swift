import NetworkModel

extension RandomRecords {
    /// An annotation of which each part is there or not.
    ///
    /// A summary without any member is the same as none on the topic, so there is none.
    mutating func annotation() -> FlowAnnotation {
        var annotation = FlowAnnotation(
            tuple: tuple(), vlan: isOneIn(2) ? nil : number(0...4095),
            tunnel: isOneIn(3) ? tunnel() : nil,
            clock: Timestamp(nanoseconds: number(Int64.min...Int64.max)))
        annotation.sourceEntropyBits = entropyBits()
        annotation.destinationEntropyBits = entropyBits()
        var application = application()
        if application.dns == DNSSummary() { application.dns = nil }
        if application.tls == TLSSummary() { application.tls = nil }
        if application.http == HTTPSummary() { application.http = nil }
        annotation.application = application
        return annotation
    }

    private mutating func entropyBits() -> Double? {
        isOneIn(3) ? nil : Double.random(in: 0...8, using: &generator)
    }
}
