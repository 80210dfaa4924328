import NetworkModel
import Testing

struct WindowCountersTests {
    @Test func `merging adds counts, keeps the newest times and doesn't trap`() {
        var left = WindowCounters()
        left.packets = .max
        left.arpPackets = 2
        left.sourceTime = Timestamp(nanoseconds: 5)
        left.sources.insert(1)
        var right = WindowCounters()
        right.packets = 3
        right.arpPackets = 4
        right.realTime = Timestamp(nanoseconds: 9)
        right.sources.insert(2)
        var one = left
        one.merge(right)
        var other = right
        other.merge(left)
        #expect(one == other)
        #expect(one.packets == 2 && one.arpPackets == 6)
        #expect(one.sourceTime.nanoseconds == 5 && one.realTime.nanoseconds == 9)
        #expect(one.sources.estimate == 2)
    }
}
