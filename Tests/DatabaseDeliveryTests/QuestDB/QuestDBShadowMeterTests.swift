import RowEncoding
import Testing

/// ShadowMeter's columns of records that nobody writes, but somebody may.
struct QuestDBShadowMeterTests {
    @Test(
        arguments: [
            (["flow_reason": #""idle\u0020timeout""#], ",reason=idle,"),
            (["flow_reason": #""lack of resources""#], ",reason=rsrc,"),
            (["app_label": #""\u0054LS""#], ",applabel=tls,"),
            (["app_label": #""ÉA""#], ",applabel=éa,"),
            (["app_label": "null"], ",applabel=dns,"), (["app_label": "7"], ",applabel=dns,"),
            (["sensor": "7"], ",sid=7,"), (["sensor": #""a\u0020b""#], #",sid=a\ b,"#),
            (["sensor": "[1, 2]"], #",sid=[1\,\ 2],"#), (["src_port": #""80""#], ",sport=80i,"),
            (["src_port": nil], ",sport=0i,"), (["src_ip": #""a\"b""#], #",saddr="a\"b","#),
            (["proto": #""\u0054CP""#], ",proto=6i,"), (["proto": #""UDP""#], " stime="),
            (["proto": #""IPv6-ICMP""#], ",proto=58i,"), (["proto": #""250""#], ",proto=250i,"),
            (["uid": #""0123456F-89ab-CDEF-0000-000000000001""#], #"="0123456F-89ab-CDEF-"#),
        ] as [([String: String?], String)])
    func `a column is there`(_ changes: [String: String?], _ part: String) throws {
        let record = QuestDBRowTests.flow(changes, more: #","app_proto":"DNS""#)
        #expect(try QuestDBRowTests.line(record).contains(part))
    }

    @Test(
        arguments: [
            (["app_label": #""Unknown""#], "applabel"),
            (["app_label": #""\u0055nknown""#], "applabel"),
            (["app_label": #""""#], "applabel"), (["flow_reason": #""other""#], ",reason="),
            (["sensor": #""""#], "sid="), (["src_ip": #""""#], "saddr"), (["src_ip": nil], "saddr"),
            (["proto": #""none""#], ",proto="), (["tcp_tcp_flags_ts": #""x1""#], "sutcp"),
        ] as [([String: String?], String)])
    func `a column is left out`(_ changes: [String: String?], _ part: String) throws {
        let record = QuestDBRowTests.flow(changes, more: #","app_proto":"DNS""#)
        #expect(try !QuestDBRowTests.line(record).contains(part))
    }

    @Test func `the first directions are two hexadecimal digits`() throws {
        for (bits, text) in [
            (0, "00"), (9, "09"), (10, "0a"), (160, "a0"), (255, "ff"), (256, "00"),
        ] {
            let more = ",\"features_first_directions\":\(bits)"
            let line = try QuestDBRowTests.line(QuestDBRowTests.flow(more: more))
            #expect(line.contains(",spd=\(text),"), "\(bits)")
        }
    }

    @Test func `a UUID has digits and dashes in their places`() throws {
        for uid in [
            "0123456789ab-cdef-0000-0000000000010", "01234567-89ab-cdef-0000-00000000000g",
            "01234567-89ab-cdef-0000-00000000000", "01234567-89ab-cdef-0000-00000000000:",
        ] {
            #expect(throws: RowError.self) {
                _ = try QuestDBRowTests.line(QuestDBRowTests.flow(["uid": "\"\(uid)\""]))
            }
        }
    }
}
