import Foundation
import ServiceRuntime
import Services

// Usage: PipelineBenchmark FILE [HOST:PORT]
//        PipelineBenchmark --make FILE
//        PipelineBenchmark --open-flows COUNT
//        PipelineBenchmark --stage decode|meter|inspect|encode|embedded FILE
//        PipelineBenchmark --kafka on|off FILE HOST:PORT
//        PipelineBenchmark --batches FILE FOLDER
//        PipelineBenchmark --restore COUNT
//        PipelineBenchmark --latency HOST:PORT COMMIT-INTERVAL-MS SECONDS
// Prints packets per second of each stage on FILE; with a Kafka broker, also through Kafka, beside
// the broker's own time where WEIR_TEST_KAFKA_PROCESS is its process. The
// second form writes a synthetic capture, the third measures the meter with that many open flows,
// the fourth runs one stage alone, the fifth the whole pipeline through Kafka once, with inspection
// or without, the sixth writes
// the batches of `packets` as files, the seventh saves and restores a meter with that many open
// flows, the eighth says how late alerts come through a broker.
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
    FileHandle.standardError.write(Data("usage: PipelineBenchmark FILE [HOST:PORT]\n".utf8))
    exit(ExitCode.usage.rawValue)
}
if arguments[1] == "--make", arguments.count == 3 {
    try SyntheticCapture.write(to: arguments[2], packets: 2_000_000)
    exit(ExitCode.success.rawValue)
}
if arguments[1] == "--open-flows", arguments.count == 3, let count = Int(arguments[2]) {
    OpenFlows(count: max(1, count)).run()
    exit(ExitCode.success.rawValue)
}
if arguments[1] == "--restore", arguments.count == 3, let count = Int(arguments[2]) {
    try Restore(flows: max(1, count)).run()
    exit(ExitCode.success.rawValue)
}
if arguments[1] == "--latency", arguments.count == 5, let interval = Int64(arguments[3]),
    let seconds = Int64(arguments[4])
{
    try AlertLatency(
        broker: arguments[2], commitIntervalMilliseconds: interval, seconds: seconds
    ).run()
    exit(ExitCode.success.rawValue)
}
// One stage alone, for a profiler.
if arguments[1] == "--stage", arguments.count == 4 {
    let stages = Stages(path: arguments[3])
    switch arguments[2] {
    case "decode": print(try stages.decode())
    case "meter": print(try stages.meter())
    case "inspect": print(try stages.inspect())
    case "encode": print(try stages.encode())
    default: print(try WholePipeline.embedded(arguments[3]))
    }
    exit(ExitCode.success.rawValue)
}
if arguments[1] == "--batches", arguments.count == 4 {
    print(try Stages(path: arguments[2]).writeBatches(to: arguments[3]))
    exit(ExitCode.success.rawValue)
}

/// Measures a stage and prints a row of the table.
func measure(_ name: String, _ body: () throws -> Int) throws {
    var packets = 0
    let cost = try Cost.of { packets = try body() }
    var row = String(
        format: "%6.2f %16.2f %8d",
        Double(packets) / cost.wallSeconds / 1e6, Double(packets) / cost.processorSeconds / 1e6,
        cost.peakMegabytes)
    if let seconds = cost.brokerSeconds, name.contains("Kafka") {
        row += String(format: " %20.2f", Double(packets) / seconds / 1e6)
    }
    print(name.padding(toLength: 46, withPad: " ", startingAt: 0) + " " + row)
}

if arguments[1] == "--kafka", arguments.count == 5 {
    let isInspecting = arguments[2] == "on"
    try measure(isInspecting ? "whole pipeline, Kafka" : "Kafka, without inspection") {
        try WholePipeline.kafka(
            arguments[3], broker: arguments[4], isInspecting: isInspecting)
    }
    exit(ExitCode.success.rawValue)
}

let path = arguments[1]
let stages = Stages(path: path)
print("\(try stages.decode()) packets")
print(
    "                                               M/s  M/s per CPU-sec.  peak MB  broker: M/s per CPU-s."
)
try measure("file -> decoded", stages.decode)
try measure("file -> flows", stages.meter)
try measure("file -> flows with labels, names, entropy", stages.inspect)
try measure("file -> batches -> flows, windows, encoded", stages.encode)
try measure("whole pipeline, embedded bus") { try WholePipeline.embedded(path) }
if arguments.count > 2 {
    try WholePipeline.warm(path, broker: arguments[2])
    try measure("whole pipeline, Kafka on the same cores") {
        try WholePipeline.kafka(path, broker: arguments[2], isInspecting: true)
    }
    try measure("the same without inspection, Kafka") {
        try WholePipeline.kafka(path, broker: arguments[2], isInspecting: false)
    }
}
