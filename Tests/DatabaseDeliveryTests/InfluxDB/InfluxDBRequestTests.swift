import DatabaseDelivery
import HTTPMessages
import TestSupport
import Testing
import TopicEncoding

/// The requests, byte for byte, and the preparation.
struct InfluxDBRequestTests {
    private func write(_ settings: InfluxDBSettings) -> HTTPRequest {
        InfluxDBDialect(settings).writeRequest(topic: .flows, lines: Array("x".utf8))
    }

    private func authorization(_ settings: InfluxDBSettings) -> String? {
        write(settings).headers.first { $0.name == "Authorization" }?.value
    }

    @Test func `lines are written where each interface takes them`() {
        let v1 = write(InfluxDBSettings(api: .v1, database: "a b/c"))
        #expect(v1.method == .post && v1.body == Array("x".utf8))
        #expect(v1.target == "/write?db=a%20b%2Fc&precision=n")
        #expect(v1.headers == [HTTPHeader("Content-Type", "text/plain; charset=utf-8")])
        let v2 = InfluxDBSettings(
            api: .v2, database: "büro", organization: "a&b=c", token: "t")
        #expect(
            write(v2).target == "/api/v2/write?org=a%26b%3Dc&bucket=b%C3%BCro&precision=ns")
        #expect(
            write(InfluxDBSamples.v3).target
                == "/api/v3/write_lp?db=weir&precision=nanosecond&accept_partial=false&no_sync=false"
        )
    }

    @Test func `each interface has its own form of login`() {
        func login(_ user: String?, _ password: String?, token: String? = nil) -> String? {
            authorization(
                InfluxDBSettings(
                    api: .v1, database: "d", user: user, password: password, token: token))
        }
        // RFC 7617's own example.
        #expect(login("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(login("u", nil) == "Basic dTo=")
        #expect(login("us", "p") == "Basic dXM6cA==")
        #expect(login(nil, nil, token: "u:p") == "Token u:p")
        #expect(login(nil, nil) == nil)
        #expect(authorization(InfluxDBSamples.v2) == "Token weir-token")
        #expect(authorization(InfluxDBSamples.v3) == "Bearer weir-token")
        #expect(authorization(InfluxDBSettings(api: .v3, database: "d")) == nil)
    }

    @Test func `health is asked by the question that tells whether it is there`() throws {
        for settings in [InfluxDBSamples.v1, InfluxDBSamples.v2, InfluxDBSamples.v3] {
            let dialect = InfluxDBDialect(settings)
            let hello = try #require(dialect.nextPreparation())
            #expect(dialect.healthRequest() == hello)
            #expect(dialect.judgeHealth(HTTPAnswer(status: 204)) == nil)
            #expect(dialect.judgeHealth(HTTPAnswer(status: 503))?.contains("503") == true)
        }
    }

    @Test func `settings that don't fit together say what to do`() {
        for settings in [InfluxDBSamples.v1, InfluxDBSamples.v2, InfluxDBSamples.v3] {
            #expect(settings.problem == nil)
        }
        func problem(
            _ api: InfluxDBAPI, _ database: String = "d", organization: String? = nil,
            user: String? = nil, password: String? = nil, token: String? = nil
        ) -> String {
            InfluxDBSettings(
                api: api, database: database, organization: organization, user: user,
                password: password, token: token
            ).problem ?? ""
        }
        #expect(problem(.v1, "").contains("http://HOST:PORT/DATABASE"))
        #expect(problem(.v1, organization: "o").contains("--api v2"))
        #expect(problem(.v3, organization: "o").contains("--api v2"))
        #expect(problem(.v2, token: "t").contains("--organization"))
        #expect(problem(.v2, organization: "o").contains("WEIR_INFLUXDB_TOKEN"))
        #expect(problem(.v2, organization: "o", user: "u").contains("--api v1"))
        #expect(problem(.v1, user: "u", token: "t").contains("two logins"))
        #expect(problem(.v1, password: "p").contains("--database-username"))
    }

    /// The targets that are asked for while a server answers with these statuses.
    private func targets(_ settings: InfluxDBSettings, _ statuses: [Int]) throws -> [String] {
        let dialect = InfluxDBDialect(settings)
        var targets: [String] = []
        for status in statuses {
            targets.append(try #require(dialect.nextPreparation()).target)
            #expect(try dialect.judgePreparation(HTTPAnswer(status: status)) == .done)
        }
        #expect(dialect.nextPreparation() == nil)
        return targets
    }

    @Test func `a database that is there is asked for and written to`() throws {
        #expect(
            try targets(InfluxDBSamples.v1, [204, 204])
                == ["/ping", "/write?db=weir&precision=n"])
        #expect(
            try targets(InfluxDBSamples.v2, [200, 204])
                == ["/health", "/api/v2/write?org=weir&bucket=weir&precision=ns"])
        // InfluxDB 3 refuses a request without lines, once the login is known to be good.
        #expect(try targets(InfluxDBSamples.v3, [200, 400]).count == 2)
    }

    @Test func `a database of InfluxDB 1 that isn't there is made`() throws {
        let settings = InfluxDBSettings(api: .v1, database: "a\"b\\c")
        #expect(
            try targets(settings, [204, 404, 200, 204]) == [
                "/ping", "/write?db=a%22b%5Cc&precision=n",
                "/query?q=CREATE%20DATABASE%20%22a%5C%22b%5C%5Cc%22",
                "/write?db=a%22b%5Cc&precision=n",
            ])
    }

    /// The error with which the last of these statuses ends the preparation.
    private func error(_ settings: InfluxDBSettings, _ statuses: [Int]) throws -> DatabaseError {
        let dialect = InfluxDBDialect(settings)
        for status in statuses.dropLast() {
            _ = dialect.nextPreparation()
            _ = try dialect.judgePreparation(HTTPAnswer(status: status))
        }
        _ = dialect.nextPreparation()
        return try #require(throws: DatabaseError.self) {
            _ = try dialect.judgePreparation(HTTPAnswer(status: statuses.last ?? 0))
        }
    }

    @Test func `what waiting doesn't mend ends the preparation and says what to do`() throws {
        #expect(try error(InfluxDBSamples.v1, [404]).code == .notFound)
        #expect(try error(InfluxDBSamples.v1, [301]).code == .unexpectedAnswer)
        #expect(try error(InfluxDBSamples.v1, [204, 401]).code == .unauthorised)
        #expect(try error(InfluxDBSamples.v1, [204, 404, 403]).code == .unauthorised)
        // The server said that it made it, and it still isn't there.
        #expect(try error(InfluxDBSamples.v1, [204, 404, 200, 404]).code == .notFound)
        #expect(try error(InfluxDBSamples.v2, [404]).code == .notFound)
        let bucket = try error(InfluxDBSamples.v2, [200, 404])
        #expect(bucket.code == .notFound)
        #expect(bucket.message.contains("influx bucket create"))
        #expect(try error(InfluxDBSamples.v2, [200, 200]).code == .unexpectedAnswer)
        let login = try error(InfluxDBSamples.v3, [401])
        #expect(login.code == .unauthorised && login.message.contains("WEIR_INFLUXDB_TOKEN"))
    }

    @Test func `a server that can't do it now is asked the same again`() throws {
        let dialect = InfluxDBDialect(InfluxDBSamples.v2)
        for status in [503, 429, 500] {
            #expect(dialect.nextPreparation()?.target == "/health")
            let answer = HTTPAnswer(
                status: status, retryAfterSeconds: 7, body: Array("{\"message\":\"m\"}".utf8))
            #expect(
                try dialect.judgePreparation(answer)
                    == .away(retryAfterSeconds: 7, cause: "m"))
        }
    }
}
