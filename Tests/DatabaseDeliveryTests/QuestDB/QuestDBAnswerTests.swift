import HTTPMessages
import Testing
import TopicEncoding

@testable import DatabaseDelivery

/// Requests byte for byte, and what answers are taken to say.
struct QuestDBAnswerTests {
    private let dialect = QuestDBDialect()

    private func verdict(_ status: Int, _ body: String = "", lines: Int = 5) -> WriteVerdict {
        dialect.judgeWrite(HTTPAnswer(status: status, body: Array(body.utf8)), lineCount: lines)
    }

    @Test func `lines are posted as they are, in nanoseconds`() {
        let lines = Array("flow a=1 5\n".utf8)
        #expect(
            dialect.writeRequest(topic: .flows, lines: lines)
                == HTTPRequest(
                    .post, "/write?precision=n",
                    headers: [HTTPHeader("Content-Type", "text/plain; charset=utf-8")],
                    body: lines))
    }

    @Test(arguments: [
        (
            QuestDBCredentials.basic(user: "weir", password: "weir-secret"),
            "Basic d2Vpcjp3ZWlyLXNlY3JldA=="
        ),
        (.basic(user: "a", password: "b"), "Basic YTpi"),
        (.basic(user: "a", password: ""), "Basic YTo="), (.bearer(token: "x.y"), "Bearer x.y"),
    ])
    func `a login goes with every request`(credentials: QuestDBCredentials, header: String) {
        let dialect = QuestDBDialect(QuestDBConfiguration(credentials: credentials))
        let requests = [
            dialect.nextPreparation(), dialect.healthRequest(),
            dialect.writeRequest(topic: .alerts, lines: []),
        ]
        for request in requests {
            #expect(request?.headers.first == HTTPHeader("Authorization", header))
        }
    }

    @Test func `a refusal names its line, from 0, with the number in the server's log`() {
        let body = """
            {"code":"invalid","message":"failed to parse line protocol:errors encountered on \
            line(s):\\nerror in line 3: table: flow","line":3,"errorId":"abc-7"}
            """
        let cause = """
            status 400: failed to parse line protocol:errors encountered on line(s):
            error in line 3: table: flow, error abc-7
            """
        #expect(verdict(400, body) == .refusedLine(2, cause: cause))
    }

    @Test func `a refusal that names no line of the request is one of some line`() {
        for line in ["0", "6", "-1", "null", "\"3\"", "3.5"] {
            let body = "{\"message\":\"m\",\"line\":\(line)}"
            #expect(verdict(400, body) == .refusedSome(cause: "status 400: m"), "\(line)")
        }
        for body in ["", "<html>", "[]"] {
            #expect(verdict(400, body) == .refusedSome(cause: "status 400"))
        }
    }

    @Test func `the status decides, whatever the text says`() {
        #expect(verdict(204) == .accepted)
        #expect(verdict(204, "{\"message\":\"error in line 3\",\"line\":3}") == .accepted)
        #expect(verdict(413) == .tooLarge(cause: "status 413"))
        #expect(verdict(415) == .uncompressedOnly)
        for status in [421, 500, 502, 503, 504, 507, 509, 523, 524, 529, 599, 408, 429] {
            // A server that is away may blame a line all the same: the disk is full at some line.
            #expect(
                verdict(status, "{\"message\":\"m\",\"line\":1}")
                    == .away(retryAfterSeconds: nil, cause: "status \(status): m"))
        }
        let busy = HTTPAnswer(status: 503, retryAfterSeconds: 7)
        #expect(
            dialect.judgeWrite(busy, lineCount: 1)
                == .away(retryAfterSeconds: 7, cause: "status 503"))
    }

    @Test(arguments: [
        (401, DatabaseError.Code.unauthorised), (403, .unauthorised), (404, .notFound),
        (302, .unexpectedAnswer), (405, .unexpectedAnswer), (501, .unexpectedAnswer),
    ])
    func `what waiting doesn't mend stops the sink`(status: Int, code: DatabaseError.Code) {
        guard case .misconfigured(let error) = verdict(status) else {
            Issue.record("\(status) is \(verdict(status))")
            return
        }
        #expect(error.code == code)
        #expect(throws: DatabaseError.self) {
            _ = try QuestDBDialect().judgePreparation(HTTPAnswer(status: status))
        }
    }

    @Test func `health says which table is suspended, and what to type`() {
        func health(_ rows: String, status: Int = 200) -> String? {
            dialect.judgeHealth(
                HTTPAnswer(status: status, body: Array("{\"dataset\":[\(rows)]}".utf8)))
        }
        let well = ["alert", "statistic", "ports"].map { "[\"\($0)\",true,false,\"\",\"\"]" }
            .joined(separator: ",")
        #expect(health("[\"flow\",true,false,null,null],\(well)") == nil)
        #expect(
            health("[\"flow\",true,true,\"DISK FULL\",\"no \\\"space\\\"\"],\(well)") == """
                Table flow is suspended, so that rows are kept and not shown (DISK FULL: no \
                "space"): mend what the server's log says, then type ALTER TABLE flow RESUME WAL.
                """)
        #expect(
            health("[\"flow\",false,false,\"\",\"\"],\(well)") == """
                Table flow has deduplication off, so that rows may be there twice: type ALTER \
                TABLE flow DEDUP ENABLE UPSERT KEYS(timestamp, uid).
                """)
        #expect(health(well)?.contains("Table flow is gone") == true)
        #expect(health("", status: 500)?.contains("status 500") == true)
    }
}
