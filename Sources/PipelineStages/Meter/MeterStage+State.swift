import NetworkModel
import StateEncoding

extension MeterStage {
    private struct State: Codable {
        let sessions: [MeterSession.State]
        let ended: EndedSessions<MeterTotals>.State
        let past: MeterCounters
        let deadLetters: UInt64
        let sessionsDisplaced: UInt64
    }

    /// Raise the number when a type that is part of the state changes: `StateLayoutTests` tells.
    public var stateFormat: String {
        "meter/1 \(configuration.flows) window \(configuration.windowNanoseconds) sessions "
            + "\(configuration.maximumSessions) ended \(configuration.maximumEndedSessions)"
    }

    /// Sessions in their order, each with its flows and windows.
    public func state() throws -> [UInt8] {
        let sorted = sessions.sorted { $0.key < $1.key }
        return try StateEncoding.encode(
            State(
                sessions: sorted.map(\.value.state), ended: ended.state, past: past,
                deadLetters: deadLetters,
                sessionsDisplaced: sessionsDisplaced))
    }

    /// Goes on from a state of the same configuration.
    public mutating func restore(_ bytes: [UInt8]) throws {
        let state = try StateEncoding.decode(State.self, from: bytes)
        for session in state.sessions {
            sessions[session.sensorSession] = try MeterSession(
                session, configuration: configuration)
        }
        ended.restore(state.ended)
        past = state.past
        deadLetters = state.deadLetters
        sessionsDisplaced = state.sessionsDisplaced
    }
}
