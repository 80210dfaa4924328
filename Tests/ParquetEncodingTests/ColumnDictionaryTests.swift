import TestSupport
import Testing

@testable import ParquetEncoding

struct ColumnDictionaryTests {
    @Test func `values that repeat get places in the order in which they came`() throws {
        var buffer = ColumnBuffer(ParquetColumn("c", .text))
        for text in ["b", "a", "b", "", "b", "a"] {
            for _ in 0..<3 { buffer.append(text: Array(text.utf8)[...]) }
        }
        let dictionary = try #require(ColumnDictionary(buffer))
        #expect(dictionary.firsts == [0, 3, 9])
        #expect(dictionary.indices == [0, 0, 0, 1, 1, 1, 0, 0, 0, 2, 2, 2, 0, 0, 0, 1, 1, 1])
        #expect(dictionary.bitWidth == 2)
    }

    @Test func `values that differ get no dictionary`() {
        var buffer = ColumnBuffer(ParquetColumn("c", .integer))
        for number in 0..<5000 { buffer.append(number: Int64(number)) }
        #expect(ColumnDictionary(buffer) == nil)
        #expect(ColumnDictionary(ColumnBuffer(ParquetColumn("c", .integer))) == nil)
    }

    @Test func `a dictionary that would become too large is given up`() {
        var buffer = ColumnBuffer(ParquetColumn("c", .integer))
        for number in 0..<ColumnDictionary.trialValues { buffer.append(number: Int64(number % 2)) }
        for number in 0...ColumnDictionary.maximumEntries {
            for _ in 0..<3 { buffer.append(number: Int64(number)) }
        }
        #expect(ColumnDictionary(buffer) == nil)
    }

    @Test func `any values are found again by their places`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        var buffer = ColumnBuffer(ParquetColumn("c", .integer))
        let values = (0..<3000).map { _ in Int64.random(in: .min ... .max, using: &random) }
        for _ in 0..<400 { buffer.append(number: 7) }
        for _ in 0..<30_000 { buffer.append(number: values.randomElement(using: &random) ?? 0) }
        for _ in 0..<2000 { buffer.append(number: 7) }
        let dictionary = ColumnDictionary(buffer)
        // Whether the first values repeat often enough is a matter of chance.
        guard let dictionary else { return }
        let found = dictionary.indices.map { buffer.numbers[Int(dictionary.firsts[Int($0)])] }
        #expect(found == buffer.numbers, "seed \(seed)")
    }
}
