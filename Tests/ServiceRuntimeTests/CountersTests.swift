import Metrics
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

    @Test func `labels tell counters of one name apart, and metrics have them in order`() {
        let counters = Counters()
        func counter(_ topic: String) -> Counter {
            counters.counter(
                "weir_bus_records_total", "Records.", labels: [MetricLabel("topic", topic)])
        }
        counter("b").add(2)
        counter("a").add(1)
        counter("b").add(3)
        #expect(
            PrometheusText.text(of: counters.families) == """
                # HELP weir_bus_records_total Records.
                # TYPE weir_bus_records_total counter
                weir_bus_records_total{topic="a"} 1
                weir_bus_records_total{topic="b"} 5

                """)
    }
}
