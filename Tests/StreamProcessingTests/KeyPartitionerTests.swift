import Testing

@testable import StreamProcessing

struct KeyPartitionerTests {
    /// Keys with the hashes that Kafka's Java client gives them.
    @Test(arguments: [
        ("21", -973_932_308), ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ])
    func `a key hashes as in Kafka's Java client`(key: String, hash: Int32) {
        #expect(Int32(bitPattern: KeyPartitioner.murmur2(Array(key.utf8))) == hash)
    }

    @Test func `every key has a partition below the count`() {
        for number in 0..<1000 {
            let partition = KeyPartitioner.partition(of: Array("\(number)".utf8), count: 7)
            #expect((0..<7).contains(partition))
        }
    }
}
