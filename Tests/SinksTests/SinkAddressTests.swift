import HTTPMessages
import Sinks
import Testing

struct SinkAddressTests {
    @Test func `an address is a kind and a path`() throws {
        #expect(try SinkAddress("ndjson:out") == SinkAddress(kind: .ndjson, path: "out"))
        #expect(try SinkAddress("sqlite:/a:b") == SinkAddress(kind: .sqlite, path: "/a:b"))
        #expect(try SinkAddress("csv:x").description == "csv:x")
    }

    @Test(arguments: ["", "out", "ndjson", "ndjson:", ":x", "NDJSON:x"])
    func `anything else is refused with the kinds that there are`(text: String) {
        let error = #expect(throws: SinkError.self) { try SinkAddress(text) }
        #expect(error?.code == .configuration)
        let says = error?.message ?? ""
        #expect(says.contains("KIND is one of ndjson, csv, sqlite") || says.contains("its path"))
    }

    @Test func `a database's address is that of its server`() throws {
        let questDB = try SinkAddress("questdb:http://db:9000")
        #expect(questDB.server?.origin == "http://db:9000")
        #expect(questDB.description == "questdb:http://db:9000")
        let influxDB = try SinkAddress("influxdb:https://[::1]/weir")
        #expect(influxDB.server?.origin == "https://[::1]:443")
        #expect(influxDB.server?.path == "weir")
        #expect(try SinkAddress("sqlite:http://db").server == nil)
        let error = #expect(throws: SinkError.self) { try questDB.open(mode: .replace) }
        #expect(error?.code == .invalidState)
    }

    @Test(arguments: [
        "questdb:db:9000", "questdb:http://db:9000/weir", "questdb:http://me:secret@db:9000",
        "influxdb:x", "influxdb:http://db:8086", "influxdb:http://db:8086/",
        "influxdb:http://db:8086/a/b", "influxdb:http://db:8086//b",
    ])
    func `what isn't a database's address is refused with one that is`(text: String) {
        let error = #expect(throws: SinkError.self) { try SinkAddress(text) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("http://HOST:PORT") == true)
    }
}
