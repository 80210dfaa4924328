import Sinks
import Testing

struct SinkAddressTests {
    @Test func `an address is a kind and a path`() throws {
        #expect(try SinkAddress("ndjson:out") == SinkAddress(kind: .ndjson, path: "out"))
        #expect(try SinkAddress("sqlite:/a:b") == SinkAddress(kind: .sqlite, path: "/a:b"))
        #expect(try SinkAddress("parquet:p") == SinkAddress(kind: .parquet, path: "p"))
        #expect(try SinkAddress("csv:x").description == "csv:x")
    }

    @Test(arguments: ["", "out", "ndjson", "ndjson:", "influxdb:x", ":x", "NDJSON:x"])
    func `anything else is refused with the kinds that there are`(text: String) {
        let error = #expect(throws: SinkError.self) { try SinkAddress(text) }
        #expect(error?.code == .configuration)
        let says = error?.message ?? ""
        #expect(says.contains("KIND is one of ndjson, csv, sqlite") || says.contains("its path"))
    }
}
