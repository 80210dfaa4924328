import Testing

@testable import EmbeddedBus

@Suite struct GroupAssignmentTests {
    @Test func `a single member gets everything`() {
        let partitions = GroupAssignment.partitions(of: 7, members: [7], topics: [[1, 2], [3]])
        #expect(partitions == [1, 2, 3])
    }

    @Test func `the first members get one more where the partitions can't be shared evenly`() {
        let shares = [1, 2, 3].map {
            GroupAssignment.partitions(of: $0, members: [1, 2, 3], topics: [[10, 11, 12, 13, 14]])
        }
        #expect(shares == [[10, 11], [12, 13], [14]])
    }

    @Test func `partitions of the same number go to the same member`() {
        let shares = [4, 9].map {
            GroupAssignment.partitions(of: $0, members: [4, 9], topics: [[10, 11], [20, 21]])
        }
        #expect(shares == [[10, 20], [11, 21]])
    }

    @Test func `each partition has exactly one member, whatever the numbers`() {
        for members in 1...9 {
            for count in 0...20 {
                let all = (0..<Int64(members)).map { $0 * 3 }
                let topics = [Array(0..<Int64(count)), Array(100..<Int64(103))]
                let dealt = all.flatMap {
                    GroupAssignment.partitions(of: $0, members: all, topics: topics)
                }
                #expect(dealt.sorted() == topics.flatMap { $0 })
            }
        }
    }

    @Test func `who isn't a member gets nothing`() {
        #expect(GroupAssignment.partitions(of: 5, members: [1, 2], topics: [[1, 2]]).isEmpty)
    }
}
