import EmbeddedBus
import PipelineStages
import ServiceRuntime
import Sinks
import StreamProcessing
import Synchronization
import TestSupport
import Testing

@testable import Services

struct SinkInstanceTests {
    @Test(arguments: ["questdb", "influxdb", "ndjson"])
    func `a process's name is that of its sink's member, with the kind behind it`(
        kind: String
    ) throws {
        let folder = try TemporaryFolder()
        let bus = try FailingBus(
            path: folder.file("bus.db"), seed: 0, failuresPerHundred: 0)
        let layout = try TopicProvisioning(prefix: "weir").ensure(on: bus, partitions: 2)
        let database = try FakeDatabase()
        let address =
            switch kind {
            case "questdb": database.address
            case "influxdb": "\(database.address)/weir"
            default: folder.file("out")
            }
        var configuration = SinkConfiguration(untilEnd: true)
        configuration.instance = "host-1"
        try SinkService(
            bus: bus, layout: layout, prefix: "weir",
            address: try SinkAddress("\(kind):\(address)"),
            configuration: configuration, stop: StopSignal(), mode: .resume(bus: "bus"),
            makeDialect: { _, _ in LineDialect() }, onFailure: {}
        ).start(isInputComplete: { true }).join()
        #expect(bus.consumerInstances.withLock { $0 } == ["host-1-\(kind)-0"])
    }
}
