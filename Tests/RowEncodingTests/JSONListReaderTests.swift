import RowEncoding
import Testing

struct JSONListReaderTests {
    @Test func `elements are found with their kinds`() throws {
        let text = Array(#"[ 1,"a" , "b\"]" ,null,[1,"]"],{"c":"}"} , true,-2.5e3]"#.utf8)
        var reader = JSONListReader(text, 0..<text.count)
        var found: [String] = []
        while let cell = reader.next() {
            found.append("\(cell.kind) \(String(decoding: text[cell.range], as: UTF8.self))")
        }
        #expect(
            found == [
                "number 1", "plainString a", #"escapedString b\"]"#, "absent null",
                #"array [1,"]"]"#, #"object {"c":"}"}"#, "truth true", "number -2.5e3",
            ])
    }

    @Test(arguments: ["[]", "[ ]", "[\n\t]"])
    func `an empty list has none`(text: String) {
        let bytes = Array(text.utf8)
        var reader = JSONListReader(bytes, 0..<bytes.count)
        #expect(reader.next() == nil)
    }
}
