import PacketDecoding
import TestSupport

/// Changes frames in the ways that break decoders.
struct FrameMutator {
    /// Numbers that a length or a type is replaced by: bounds, and what announces further headers.
    private static let words: [UInt16] = [
        0, 1, 4, 7, 8, 19, 20, 39, 40, 0x7fff, 0x8000, 0xffff, 0x0800, 0x86dd, 0x8100, 0x88a8,
        0x8847, 0x8864, 0x6558, 0x880b, 0x88be, 0x22eb, 0x894f, 0x88e7, 0x8903, 0x8926, 0x22f3,
        0x88e5, 1701, 2152, 3544, 4754, 4789, 4790, 6081, 8472,
    ]
    private static let protocols: [UInt8] = [
        0, 1, 4, 6, 17, 33, 41, 43, 44, 47, 50, 51, 58, 59, 60, 115, 132, 135, 136, 140, 255,
    ]

    private let corpus: FuzzCorpus
    private var random: SeededGenerator

    init(corpus: FuzzCorpus, seed: UInt64) {
        self.corpus = corpus
        random = SeededGenerator(seed: seed)
    }

    /// The next frame: its link type, the captured bytes and the length on the wire.
    mutating func next() -> (linkType: LinkType, bytes: [UInt8], wireBytes: Int) {
        let chosen = corpus.frames[below(corpus.frames.count)]
        var bytes = chosen.bytes
        let whole = bytes.count
        for _ in 0..<below(5) { change(&bytes) }
        // One frame in sixteen is read as something that it is not.
        let linkType =
            below(16) == 0 ? LinkType.allCases[below(LinkType.allCases.count)] : chosen.linkType
        let wireBytes =
            switch below(8) {
            case 0: below(bytes.count + 1)
            case 1: below(70_000)
            case 2: bytes.count + below(64)
            case 3: Int(UInt32.max)
            default: max(whole, bytes.count)
            }
        return (linkType, bytes, wireBytes)
    }

    /// A number from 0 up to but not including `limit`; numbers this small come out evenly enough.
    mutating func below(_ limit: Int) -> Int {
        limit < 2 ? 0 : Int(random.next() >> 33) % limit
    }

    /// A place in a frame; headers lie at the front, and so do three of four changes.
    private mutating func place(in bytes: [UInt8]) -> Int {
        below(4) == 0 ? below(bytes.count) : below(min(bytes.count, 96))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = place(in: bytes)
        switch below(9) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8(below(256))
        case 2: bytes[place] = Self.protocols[below(Self.protocols.count)]
        case 3 where place + 1 < bytes.count:
            let word = Self.words[below(Self.words.count)]
            bytes[place] = UInt8(word >> 8)
            bytes[place + 1] = UInt8(word & 0xff)
        case 4: bytes.removeLast(bytes.count - place)
        case 5: splice(&bytes, at: place)
        case 6: bytes.replaceSubrange(place..<min(place + 1 + below(8), bytes.count), with: [])
        case 7: swap(&bytes, place, place: self.place(in: bytes))
        default:
            // A stretch again, so that headers nest.
            let end = min(place + 1 + below(60), bytes.count)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
        if bytes.count > 4096 { bytes.removeLast(bytes.count - 4096) }
    }

    /// The end of another frame in place of this one's.
    private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
        let other = corpus.frames[below(corpus.frames.count)].bytes
        guard !other.isEmpty else { return }
        let start = self.place(in: other)
        bytes.removeLast(bytes.count - place)
        bytes += other[start...]
    }

    /// Two stretches of the length of common headers change places.
    private mutating func swap(_ bytes: inout [UInt8], _ one: Int, place other: Int) {
        let count = [2, 4, 8, 14, 20, 40][below(6)]
        for index in 0..<count where one + index < bytes.count && other + index < bytes.count {
            bytes.swapAt(one + index, other + index)
        }
    }
}
