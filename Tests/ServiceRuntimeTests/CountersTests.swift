import Testing

@testable import ServiceRuntime

struct CountersTests {
    @Test func `a name has one counter, counted from several threads`() throws {
        let counters = Counters()
        let gate = StopSignal()
        let threads = (0..<4).map { _ in
            ServiceThread(name: "count") {
                gate.wait(timeoutMilliseconds: 60_000)
                let counter = counters.counter("weir_sink_rows_total", "Rows.")
                for _ in 0..<1_000_000 { counter.add() }
                counter.add(10)
            }
        }
        gate.set()
        for thread in threads { try thread.join() }
        _ = counters.counter("weir_agent_packets_read_total", "Packets.")
        #expect(
            counters.all.map(\.name) == ["weir_agent_packets_read_total", "weir_sink_rows_total"])
        #expect(counters.all.map(\.value) == [0, 4_000_040])
    }

    @Test func `names have one form`() {
        #expect(Counters.isWellFormed("weir_flows_total") == false)
        #expect(Counters.isWellFormed("weir_meter_flows_total"))
        for name in ["", "weir_rows", "rows_sink_x_total", "weir_sink_Rows_total", "weir__a_total"]
        {
            #expect(!Counters.isWellFormed(name), "\(name)")
        }
    }
}
