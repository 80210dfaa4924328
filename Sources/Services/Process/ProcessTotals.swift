import NetworkModel
public import PipelineStages
import StreamProcessing
import Synchronization

/// What the stages of this process have done, by session; written by their threads, read by any.
public final class ProcessTotals: Sendable {
    private let state = Mutex<[SensorSession: (meter: MeterTotals, detect: DetectTotals)]>([:])
    private let sessions: @Sendable () -> [SensorSession]

    /// Totals of given sessions only.
    ///
    /// - Parameter sessions: Which sessions to keep totals of, asked for at each reading.
    init(of sessions: @escaping @Sendable () -> [SensorSession]) {
        self.sessions = sessions
    }

    /// What the meter has done for the sessions.
    public var meter: MeterTotals {
        state.withLock { totals in
            var sum = MeterTotals()
            for entry in totals.values { sum.add(entry.meter) }
            return sum
        }
    }

    /// What the detector has done for the sessions.
    public var detect: DetectTotals {
        state.withLock { totals in
            var sum = DetectTotals()
            for entry in totals.values { sum.add(entry.detect) }
            return sum
        }
    }

    /// Takes in the state of a thread's operators, replacing what that stage had said before.
    func observe(_ stages: [any Operator]) {
        let sessions = sessions()
        state.withLock { totals in
            for session in sessions {
                var entry = totals[session] ?? (MeterTotals(), DetectTotals())
                let meters = stages.compactMap { ($0 as? MeterStage)?.totals(of: session) }
                let detectors = stages.compactMap { ($0 as? DetectStage)?.totals(of: session) }
                if !meters.isEmpty {
                    entry.meter = MeterTotals()
                    for total in meters { entry.meter.add(total) }
                }
                if !detectors.isEmpty {
                    entry.detect = DetectTotals()
                    for total in detectors { entry.detect.add(total) }
                }
                totals[session] = entry
            }
        }
    }
}
