import Foundation
import TestSupport
import Testing

@testable import RowEncoding

struct JSONRowScannerTests {
    private func texts(_ value: String, _ names: [String]) throws -> [String?] {
        var scanner = JSONRowScanner(names.map { RowColumn($0, .text) })
        let bytes = Array(value.utf8)
        try scanner.scan(bytes)
        return scanner.cells.map { cell in
            cell.kind == .absent ? nil : String(decoding: bytes[cell.range], as: UTF8.self)
        }
    }

    @Test func `members are found by their flattened names`() throws {
        let value = """
            { "a" : 1, "b" : {"c": "x", "d": {"e": [1, {"f": 2}], "g": true}}, "h": null, "i": {} }
            """
        let found = try texts(value, ["b_c", "a", "b_d_e", "b_d_g", "h", "i", "j", "f"])
        #expect(found == ["x", "1", "[1, {\"f\": 2}]", "true", nil, "{}", nil, nil])
    }

    @Test func `a column may be a whole object and hides its members`() throws {
        let found = try texts("{\"b\":{\"c\":1}}", ["b", "b_c"])
        #expect(found == ["{\"c\":1}", nil])
    }

    @Test func `what one record has doesn't show in the next, in whatever order members come`()
        throws
    {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        let names = ["a", "b_c", "b_d_e", "b_d_é", "b_\\u0041", "f", "b", "x_y_z"]
        let columns = names.dropLast(2).map { RowColumn($0, .text) }
        var used = JSONRowScanner(columns)
        for round in 0..<2000 {
            // Members and the objects that they stand in, some left out, in any order.
            func object(_ parts: [String]) -> String {
                let kept = parts.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
                return "{\(kept.shuffled(using: &generator).joined(separator: ","))}"
            }
            let inner = object(["\"e\":\(round)", "\"é\":\"ü\"", "\"n\(round)\":1"])
            let middle = object(["\"c\":2", "\"d\":\(inner)", "\"\\u0041\":3", "\"a\":4"])
            let text = Array(object(["\"a\":5", "\"b\":\(middle)", "\"f\":null", "\"d\":6"]).utf8)
            var fresh = JSONRowScanner(columns)
            try used.scan(text)
            try fresh.scan(text)
            for (name, (mine, theirs)) in zip(names, zip(used.cells, fresh.cells)) {
                #expect(
                    mine.kind == theirs.kind && mine.range == theirs.range,
                    "seed \(seed): \(name) of \(String(decoding: text, as: UTF8.self))")
            }
        }
        // Names that were seen once don't stay for ever.
        for number in 0..<(3 * MemberIndex.maximumCount) {
            try used.scan(Array("{\"m\(number)\":1,\"a\":\"v\"}".utf8))
            #expect(used.cells[0].kind == .plainString)
        }
        #expect(used.knownMembers.count <= MemberIndex.maximumCount + 8)
    }

    @Test func `names that are longer than any column's take no memory`() throws {
        var scanner = JSONRowScanner([RowColumn("a_b", .text), RowColumn("z", .text)])
        let long = String(repeating: "x", count: 100_000)
        let below = (0..<2_000).map { "\"c\($0)\":0" }.joined(separator: ",")
        for number in 0..<3 {
            let text = Array(
                "{\"a\":{\"b\":1},\"\(long)\(number)\":{\(below)},\"a\(long)\":1,\"z\":2}".utf8)
            try scanner.scan(text)
            #expect(scanner.cells.map(\.kind) == [.number, .number])
            #expect(scanner.unknownMembers == (number + 1) * 2)
        }
        #expect(scanner.knownMembers.nameBytes < 100)
    }

    @Test func `names of any length that differ in one byte are told apart`() throws {
        let letters = Array("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz".utf8)
        for length in 1...40 {
            let name = Array(letters[..<length])
            func text(_ name: [UInt8]) -> [UInt8] {
                Array("{\"".utf8) + name + Array("\":1,\"~\":2}".utf8)
            }
            for place in 0..<length {
                var scanner = JSONRowScanner([
                    RowColumn(String(decoding: name, as: UTF8.self), .text)
                ])
                // From the second time on it is the one that is expected.
                for _ in 0..<2 {
                    try scanner.scan(text(name))
                    #expect(scanner.cells[0].range == (length + 4)..<(length + 5))
                }
                var other = name
                other[place] = UInt8(ascii: "_")
                try scanner.scan(text(other))
                #expect(scanner.cells[0].kind == .absent, "\(length) bytes, the one at \(place)")
                try scanner.scan(text(name))
                #expect(scanner.cells[0].kind == .number)
            }
        }
    }

    @Test func `members without a column are counted`() throws {
        var scanner = JSONRowScanner([RowColumn("a", .text)])
        try scanner.scan(Array("{\"a\":1,\"b\":2,\"c\":{\"d\":3,\"a\":4}}".utf8))
        #expect(scanner.unknownMembers == 3)
    }

    @Test func `what a text is is judged as Foundation does`() {
        let valid = [
            "{}", " {} ", "{\"a\":-0.5e+3}", "{\"a\":\"\\u00e9é\\/\"}", "{\"a\":[[],{}]}",
            "{\"a\":0}", "{\"a\":1E5}",
        ]
        let invalid = [
            "", " ", "{", "}", "{\"a\"}", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":1.}",
            "{\"a\":.5}", "{\"a\":+1}", "{\"a\":nul}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
            "{\"a\":[1 2]}", "{\"a\":[1,]}", "{}{}", "{\"a\":\"", "{\"a\":-}", "{\"a\":1e}", "[]",
            "{\"a\":\"\t\"}", "{'a':1}", "{\"a\":NaN}",
        ]
        var scanner = JSONRowScanner()
        for text in valid {
            #expect(throws: Never.self, "\(text)") { try scanner.scan(Array(text.utf8)) }
        }
        for text in invalid {
            #expect(throws: JSONProblem.self, "\(text)") { try scanner.scan(Array(text.utf8)) }
        }
        let deep = String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)
        #expect(throws: JSONProblem.self) { try scanner.scan(Array(deep.utf8)) }
        #expect(throws: JSONProblem.self) {
            try scanner.scan([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
        }
    }

    @Test func `damaged texts are judged as Foundation does`() throws {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let text = Array(
            #"{"a":[1,"x\n\u0041",{"b":-1.5E0}],"c":{"d":null,"e":true},"f":"g"}"#.utf8)
        var scanner = JSONRowScanner()
        var accepted = 0
        for _ in 0..<4000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = UInt8.random(in: 0x20...0x7e, using: &random)
                case 1: damaged.remove(at: place)
                default: damaged.insert(damaged[place], at: place)
                }
            }
            let reference = try? JSONSerialization.jsonObject(with: Data(damaged))
            let isTaken = (try? scanner.scan(damaged)) != nil
            if isTaken { accepted += 1 }
            // Half a surrogate pair is refused by Foundation and replaced here.
            let hasUnicodeEscape = String(decoding: damaged, as: UTF8.self).contains("\\ud")
            if isTaken != (reference is [String: Any]), !hasUnicodeEscape {
                let shown = String(decoding: damaged, as: UTF8.self)
                Issue.record("\(shown) was \(isTaken ? "taken" : "refused"), seed \(seed)")
            }
        }
        #expect(accepted > 100)
    }

    @Test func `numbers are read exactly`() throws {
        func integer(_ text: String) -> Int64? {
            JSONText.integer(Array(text.utf8), 0..<text.utf8.count)
        }
        func real(_ text: String) -> Double? {
            JSONText.real(Array(text.utf8), 0..<text.utf8.count)
        }
        #expect(integer("-9223372036854775808") == .min)
        #expect(integer("9223372036854775807") == .max)
        #expect(integer("9223372036854775808") == nil)
        #expect(integer("1.0") == nil)
        #expect(integer("0") == 0)
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let scale = pow(10, Double(Int.random(in: -8...12, using: &random)))
            let number = Double.random(in: -1...1, using: &random) * scale
            let decimals = Int.random(in: 0...9, using: &random)
            let text = String(format: "%.*f", decimals, number)
            #expect(real(text) == Double(text), "\(text), seed \(seed)")
        }
        #expect(real("1e3") == 1000)
        #expect(real("1e999") == nil)
    }

    @Test func `escapes are resolved`() {
        func unescaped(_ text: String) -> String {
            var output: [UInt8] = []
            JSONText.appendUnescaped(Array(text.utf8), 0..<text.utf8.count, to: &output)
            return String(decoding: output, as: UTF8.self)
        }
        #expect(unescaped(#"a\"\\\/\b\f\n\r\t"#) == "a\"\\/\u{8}\u{c}\n\r\t")
        #expect(unescaped(#"\u00e9\u20AC"#) == "é€")
        #expect(unescaped(#"\ud83d\ude00"#) == "😀")
        #expect(unescaped(#"\ud83d\u0041\ude00"#) == "\u{fffd}A\u{fffd}")
        #expect(unescaped(#"\ud83d"#) == "\u{fffd}")
    }

    @Test func `lists are joined by spaces unless they have lists or objects inside`() {
        func joined(_ text: String) -> String {
            var output: [UInt8] = []
            JSONText.appendJoined(Array(text.utf8), 0..<text.utf8.count, to: &output)
            return String(decoding: output, as: UTF8.self)
        }
        #expect(joined("[1, 2,3 ]") == "1 2 3")
        #expect(joined(#"["a,\"]", true]"#) == #"a,"] true"#)
        #expect(joined("[]") == "")
        #expect(joined(#"[1,{"a":2}]"#) == #"[1,{"a":2}]"#)
    }
}
