import NetworkModel
import Testing

struct TimestampTests {
    private let first = Timestamp(nanoseconds: .min)
    private let last = Timestamp(nanoseconds: .max)

    @Test func `differences saturate`() {
        #expect(Timestamp(nanoseconds: 7).nanoseconds(since: Timestamp(nanoseconds: 9)) == -2)
        #expect(last.nanoseconds(since: first) == .max)
        #expect(first.nanoseconds(since: last) == .min)
        #expect(Timestamp(nanoseconds: -2).nanoseconds(since: last) == .min)
        #expect(last.nanoseconds(since: Timestamp(nanoseconds: -1)) == .max)
    }

    @Test func `moving saturates`() {
        #expect(Timestamp(nanoseconds: 7).advanced(byNanoseconds: -9).nanoseconds == -2)
        #expect(last.advanced(byNanoseconds: 1) == last)
        #expect(first.advanced(byNanoseconds: -1) == first)
        #expect(Timestamp(nanoseconds: 2).advanced(byNanoseconds: .max) == last)
        #expect(Timestamp(nanoseconds: -2).advanced(byNanoseconds: .min) == first)
    }

    @Test func `the clock of a packet is its time and lateness`() {
        var packet = PacketSummary()
        packet.time = Timestamp(nanoseconds: 10)
        packet.latenessNanoseconds = 5
        #expect(packet.clock.nanoseconds == 15)
        packet.latenessNanoseconds = .max
        #expect(packet.clock == last)
    }
}
