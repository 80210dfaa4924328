import MetricsEndpoint

/// Writes health as JSON: `{"status":"ok","reasons":[]}`; the status is `ok`, `degraded` or
/// `unavailable`.
enum HealthPage {
    /// The page: 200 without reasons, or where the process only does less well; 503 else.
    static func response(_ reasons: [HealthReason]) -> HTTPResponse {
        HTTPResponse(
            status: reasons.allSatisfy(\.code.isDegradation) ? 200 : 503,
            contentType: "application/json", body: text(reasons) + "\n")
    }

    private static func text(_ reasons: [HealthReason]) -> String {
        let isAvailable = reasons.allSatisfy(\.code.isDegradation)
        let status = reasons.isEmpty ? "ok" : isAvailable ? "degraded" : "unavailable"
        let members = reasons.map { reason in
            "{\"reason\":\(quoted(reason.code.rawValue)),"
                + "\"component\":\(quoted(reason.component)),\"detail\":\(quoted(reason.detail))}"
        }
        return "{\"status\":\"\(status)\",\"reasons\":[\(members.joined(separator: ","))]}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
