import NetworkModel
import Testing

struct FlowIdentifierTests {
    private let identifier = FlowIdentifier(high: 0x0123_4567_89ab_cdef, low: .max - 1)

    @Test func `it is written as a UUID`() {
        #expect(identifier.description == "01234567-89ab-cdef-ffff-fffffffffffe")
    }

    @Test func `it orders as one number`() {
        #expect(FlowIdentifier(high: 1, low: 9) < FlowIdentifier(high: 2, low: 0))
        #expect(FlowIdentifier(high: 1, low: 8) < FlowIdentifier(high: 1, low: 9))
    }

    @Test func `the flow's number fits a double`() {
        #expect(identifier.flowID == 1 << 53 - 2)
        #expect(UInt64(Double(identifier.flowID)) == identifier.flowID)
    }
}
