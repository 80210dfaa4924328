import DatabaseDelivery
import HTTPMessages
import Testing

/// What answers say of lines, by status and members, never by words.
struct InfluxDBAnswerTests {
    private func verdict(
        _ settings: InfluxDBSettings, _ status: Int, _ body: String = "", lines: Int = 3,
        retryAfter: Double? = nil
    ) -> WriteVerdict {
        InfluxDBDialect(settings).judgeWrite(
            HTTPAnswer(status: status, retryAfterSeconds: retryAfter, body: Array(body.utf8)),
            lineCount: lines)
    }

    @Test(arguments: [InfluxDBSamples.v1, InfluxDBSamples.v2, InfluxDBSamples.v3])
    func `only 204 says that the lines are durable`(_ settings: InfluxDBSettings) {
        #expect(verdict(settings, 204) == .accepted)
        for status in [200, 202, 301, 405] {
            guard case .misconfigured(let error) = verdict(settings, status) else {
                Issue.record("\(status) was taken")
                continue
            }
            #expect(error.code == .unexpectedAnswer)
        }
    }

    @Test func `a partial write is bisected, since nobody says which line it was`() {
        let v1 = "{\"error\":\"partial write: unable to parse 'x': missing fields dropped=0\"}\n"
        #expect(
            verdict(InfluxDBSamples.v1, 400, v1)
                == .refusedSome(
                    cause: "partial write: unable to parse 'x': missing fields dropped=0"))
        let v2 = "{\"code\":\"invalid\",\"message\":\"unable to parse 'x': missing \\\"f\\\"\"}"
        #expect(
            verdict(InfluxDBSamples.v2, 400, v2)
                == .refusedSome(cause: "unable to parse 'x': missing \"f\""))
        #expect(
            verdict(
                InfluxDBSamples.v2, 422, "{\"code\":\"unprocessable entity\",\"message\":\"m\"}")
                == .refusedSome(cause: "m"))
    }

    @Test func `InfluxDB 3 names the line`() {
        let body = """
            {"error":"parsing failed for write_lp endpoint","data":{"original_line":"x",\
            "line_number":2,"error_message":"No fields were provided"}}
            """
        #expect(
            verdict(InfluxDBSamples.v3, 400, body)
                == .refusedLine(1, cause: "No fields were provided"))
        // A number beyond the request, none at all, or a list of them: the lines are bisected.
        #expect(
            verdict(InfluxDBSamples.v3, 400, body, lines: 1)
                == .refusedSome(cause: "No fields were provided"))
        #expect(
            verdict(
                InfluxDBSamples.v3, 400, "{\"error\":\"partial\",\"data\":[{\"line_number\":1}]}")
                == .refusedSome(cause: "partial"))
        #expect(verdict(InfluxDBSamples.v3, 400, "no") == .refusedSome(cause: "no"))
    }

    @Test(arguments: [InfluxDBSamples.v1, InfluxDBSamples.v2, InfluxDBSamples.v3])
    func `settings that are wrong stop the sink`(_ settings: InfluxDBSettings) {
        func code(_ status: Int) -> DatabaseError.Code? {
            guard case .misconfigured(let error) = verdict(settings, status) else { return nil }
            return error.code
        }
        #expect(code(401) == .unauthorised)
        #expect(code(403) == .unauthorised)
        #expect(code(404) == .notFound)
        #expect(code(422) == (settings.api == .v3 ? .schema : nil))
    }

    @Test(arguments: [InfluxDBSamples.v1, InfluxDBSamples.v2, InfluxDBSamples.v3])
    func `a server that is busy or broken is away`(_ settings: InfluxDBSettings) {
        for status in [408, 429, 500, 502, 503, 504, 507, 599] {
            #expect(
                verdict(settings, status, "", retryAfter: 2.5)
                    == .away(retryAfterSeconds: 2.5, cause: "status \(status)"))
        }
        #expect(verdict(settings, 413, "{\"error\":\"big\"}") == .tooLarge(cause: "big"))
        #expect(verdict(settings, 415) == .uncompressedOnly)
    }

    @Test func `a server's words are cut, and hold no line breaks`() {
        let long = String(repeating: "a\n", count: 1000)
        guard case .refusedSome(let cause) = verdict(InfluxDBSamples.v1, 400, long) else {
            Issue.record("not refused")
            return
        }
        #expect(cause.utf8.count == 300 && !cause.contains("\n"))
    }
}
