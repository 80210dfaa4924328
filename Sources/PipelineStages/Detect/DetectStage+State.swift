import NetworkModel
import StateEncoding
import TrafficWindows

extension DetectStage {
    private struct State: Codable {
        let merger: WindowMerger
        let names: [SensorSession]
        let sessions: [DetectSession]
        let ended: EndedSessions<DetectTotals>.State
        let past: DetectTotals
        let watermark: Timestamp?
        let deadLetters: UInt64
    }

    /// Raise the number when a type that is part of the state changes: `StateLayoutTests` tells.
    public var stateFormat: String { "detect/1 \(configuration) \(limits)" }

    /// What is being merged, and sessions in their order, each with its detectors.
    public func state() throws -> [UInt8] {
        let sorted = sessions.sorted { $0.key < $1.key }
        return try StateEncoding.encode(
            State(
                merger: merger, names: sorted.map(\.key), sessions: sorted.map(\.value),
                ended: ended.state, past: past, watermark: watermark, deadLetters: deadLetters))
    }

    /// Goes on from a state of the same configuration.
    public mutating func restore(_ bytes: [UInt8]) throws {
        let state = try StateEncoding.decode(State.self, from: bytes)
        guard state.names.count == state.sessions.count else {
            throw StateEncodingError.invalid("sessions without names")
        }
        merger = state.merger
        for (name, session) in zip(state.names, state.sessions) { sessions[name] = session }
        ended.restore(state.ended)
        past = state.past
        watermark = state.watermark
        deadLetters = state.deadLetters
    }
}
