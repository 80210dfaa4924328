import FlowMetering
import NetworkModel
import TrafficWindows

extension MeterSession {
    /// All that a session's further outputs depend on.
    struct State: Codable {
        fileprivate let flows: FlowTable.State
        fileprivate let windows: WindowAccumulator
        fileprivate let nextSequence: UInt64
        fileprivate let reportedWatermark: Timestamp
        fileprivate let totals: MeterTotals
        fileprivate let lastHeader: BatchHeader
        fileprivate let lastOffset: Int64

        /// Whose state it is.
        var sensorSession: SensorSession { lastHeader.sensorSession }
    }

    var state: State {
        State(
            flows: flows.state, windows: windows, nextSequence: nextSequence,
            reportedWatermark: reportedWatermark, totals: totals, lastHeader: lastHeader,
            lastOffset: lastOffset)
    }

    /// A session that goes on from a state of the same configuration.
    init(_ state: State, configuration: MeterConfiguration) throws {
        lastHeader = state.lastHeader
        grid = WindowGrid(nanoseconds: configuration.windowNanoseconds)
        flows = try FlowTable(
            sensorSession: state.sensorSession, configuration: configuration.flows,
            state: state.flows)
        windows = state.windows
        nextSequence = state.nextSequence
        reportedWatermark = state.reportedWatermark
        totals = state.totals
        lastOffset = state.lastOffset
    }
}
