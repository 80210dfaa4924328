import Foundation
import Synchronization
import TestSupport

/// Answers as InfluxDB 3's documents say that it does to `/health` and `/api/v3/write_lp`: a login,
/// all of a request or nothing, and the first line that is to blame.
final class InfluxDB3Model: Sendable {
    private let points = Mutex<[String: String]>([:])
    private let badText: String

    /// - Parameter badText: What makes a line one that the server refuses.
    init(badText: String) {
        self.badText = badText
    }

    /// The fields of each point, by its series and time.
    var stored: [String: String] { points.withLock { $0 } }

    func answer(_ request: HTTPTestServer.Request) -> HTTPTestServer.Reply {
        guard request.headers["authorization"] == "Bearer weir-token" else {
            return .answer(401, body: "{\"error\":\"the request was not authenticated\"}")
        }
        if request.target == "/health" { return .answer(200, body: "OK") }
        guard
            request.method == "POST",
            request.target
                == "/api/v3/write_lp?db=weir&precision=nanosecond&accept_partial=false&no_sync=false"
        else { return .answer(404, body: "not found") }
        let lines = String(decoding: request.body, as: UTF8.self).split(separator: "\n")
        guard !lines.isEmpty else {
            return .answer(400, body: "incoming write was empty")
        }
        if let bad = lines.firstIndex(where: { $0.contains(badText) }) {
            return .answer(
                400,
                body: """
                    {"error":"parsing failed for write_lp endpoint","data":{\
                    "original_line":"\(bad)","line_number":\(bad + 1),\
                    "error_message":"invalid column type"}}
                    """)
        }
        points.withLock { points in
            for line in lines {
                let parts = line.split(separator: " ")
                points["\(parts[0]) \(parts[parts.count - 1])"] = String(line)
            }
        }
        return .answer(204)
    }
}
