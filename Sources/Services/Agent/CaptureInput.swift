import Foundation
import NetworkModel
import PacketCapture

/// An input that has been opened: whatever is wrong with it was said before anything was written.
struct CaptureInput {
    let source: any PacketSource
    let sensorSession: SensorSession
    /// True for an interface: there the clock on the wall decides when a batch is sent.
    let isLive: Bool
    let name: String

    /// Opens an input; files are hashed to name their session.
    static func open(
        _ input: AgentConfiguration.Input, _ configuration: AgentConfiguration
    ) throws(CaptureError) -> CaptureInput {
        switch input {
        case .file(let path):
            let file = try CaptureFile(path: path, filter: configuration.filter)
            return CaptureInput(
                source: file,
                sensorSession: SensorSession(
                    sensor: configuration.sensor ?? "local", session: file.session),
                isLive: false, name: path)
        case .interface(let name):
            var live = LiveCaptureConfiguration(interface: name)
            live.filter = configuration.filter
            live.snapshotBytes = configuration.snapshotBytes
            let capture = try LiveCapture(live)
            return CaptureInput(
                source: capture,
                sensorSession: SensorSession(
                    sensor: configuration.sensor ?? ProcessInfo.processInfo.hostName,
                    session: capture.session),
                isLive: true, name: name)
        }
    }
}
