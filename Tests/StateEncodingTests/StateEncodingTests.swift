import StateEncoding
import TestSupport
import Testing

struct StateEncodingTests {
    enum Colour: UInt8, Codable { case red = 1, blue = 7 }

    struct Flags: OptionSet, Codable { let rawValue: UInt16 }

    struct Inner: Hashable, Codable {
        var name: String
        var number: Double?
        var bytes: [UInt8] = []
    }

    struct Pair: Hashable, BitwiseCopyable {
        var first: UInt32
        var second: UInt64
    }

    /// One of everything that states are made of.
    struct Everything: Codable {
        var small: UInt8 = 200
        var signed: Int64 = -5
        var wide: UInt128 = 1 << 100
        var count = -7
        var isTrue = true
        var fraction = -0.1
        var single: Float = 3.5
        var text = "naïve ☃"
        var colour = Colour.blue
        var flags = Flags(rawValue: 0x8001)
        var nothing: Inner?
        var something: Inner? = Inner(name: "", number: nil)
        var list: [Inner] = [Inner(name: "a", number: 1.5, bytes: [1, 2]), Inner(name: "b")]
        var numbers: [Double] = [.infinity, -.infinity, 0]
        var emptyList: [Double] = []
        var optionalNumbers: [UInt8?] = [nil, 3]
        var optionals: [Inner?] = [nil, Inner(name: "c"), nil]
        var absent: Int64?
        var present: UInt16? = 7
        var answer: Bool? = false
        var table: [UInt16: Inner] = [3: Inner(name: "three"), 4: Inner(name: "four")]
        var set: Set<Int64> = [1, 5, .min]
        var range: ClosedRange<Double> = -.infinity...2
        var raw = RawState([Pair(first: 1, second: 2), Pair(first: 3, second: .max)])
    }

    @Test func `what was written is read again, each part`() throws {
        let value = Everything()
        let read = try StateEncoding.decode(
            Everything.self, from: try StateEncoding.encode(value))
        #expect(read.small == 200 && read.signed == -5 && read.wide == 1 << 100)
        #expect(read.count == -7 && read.isTrue && read.fraction == -0.1 && read.single == 3.5)
        #expect(read.text == value.text && read.colour == .blue && read.flags == value.flags)
        #expect(read.nothing == nil && read.something == value.something)
        #expect(read.list == value.list && read.optionals == value.optionals)
        #expect(read.emptyList.isEmpty && read.optionalNumbers == [nil, 3])
        #expect(read.numbers == value.numbers && read.absent == nil && read.present == 7)
        #expect(read.answer == false)
        #expect(read.table == value.table && read.set == value.set && read.range == value.range)
        #expect(read.raw.elements == value.raw.elements)
    }

    @Test func `a state that ends early is refused wherever it ends`() throws {
        let bytes = try StateEncoding.encode(Everything())
        for count in 0..<bytes.count {
            #expect(throws: StateEncodingError.self) {
                try StateEncoding.decode(Everything.self, from: Array(bytes[..<count]))
            }
        }
        #expect(throws: StateEncodingError.remainder(bytes: 1)) {
            try StateEncoding.decode(Everything.self, from: bytes + [0])
        }
    }

    @Test func `changed bytes are read or refused, and never trap`() throws {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        let bytes = try StateEncoding.encode(Everything())
        var refused = 0
        for _ in 0..<5000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                changed[place] = .random(in: .min ... .max, using: &generator)
            }
            do {
                _ = try StateEncoding.decode(Everything.self, from: changed)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 500, "seed \(TestEnvironment.seed)")
    }

    @Test func `raw elements of another layout are refused`() throws {
        struct Wider: BitwiseCopyable { var words: (UInt64, UInt64, UInt64) }
        let bytes = try StateEncoding.encode(RawState([Pair(first: 1, second: 2)]))
        #expect(throws: StateEncodingError.self) {
            try StateEncoding.decode(RawState<Wider>.self, from: bytes)
        }
    }
}
