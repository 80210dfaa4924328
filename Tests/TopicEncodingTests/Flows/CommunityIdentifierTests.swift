import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import TopicEncoding

struct CommunityIdentifierTests {
    /// A row of the definition's table of results with default settings.
    struct Vector: Sendable {
        let transport: UInt8
        let source: String
        let destination: String
        let ports: (UInt16, UInt16)
        let identifier: String
    }

    private static let four = ("1.2.3.4", "5.6.7.8")
    private static let six = (
        "fe80:0001:0203:0405:0607:0809:0A0B:0C0D", "fe80:1011:1213:1415:1617:1819:1A1B:1C1D"
    )

    private static func there(
        _ transport: UInt8, _ pair: (String, String), _ ports: (UInt16, UInt16),
        _ identifier: String
    ) -> Vector {
        Vector(
            transport: transport, source: pair.0, destination: pair.1, ports: ports,
            identifier: identifier)
    }

    private static func back(
        _ transport: UInt8, _ pair: (String, String), _ ports: (UInt16, UInt16),
        _ identifier: String
    ) -> Vector {
        there(transport, (pair.1, pair.0), ports, identifier)
    }

    static let vectors = [
        there(6, four, (1122, 3344), "1:wCb3OG7yAFWelaUydu0D+125CLM="),
        back(6, four, (3344, 1122), "1:wCb3OG7yAFWelaUydu0D+125CLM="),
        there(17, four, (1122, 3344), "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg="),
        back(17, four, (3344, 1122), "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg="),
        there(132, four, (1122, 3344), "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8="),
        there(1, four, (8, 0), "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="),
        back(1, four, (0, 0), "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="),
        there(1, four, (11, 0), "1:f/YiSyWqczrTgfUCZlBUnvHRcPk="),
        // Not in the table: what has no answer isn't turned round either.
        back(1, four, (11, 0), "1:1Vae9INpTJ+fZaSmjhtK/hyOPac="),
        there(58, six, (128, 0), "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="),
        back(58, six, (129, 0), "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="),
        there(58, six, (146, 0), "1:fYC8+pz24E+EhANP1EZhpX0Dw10="),
        there(46, four, (0, 0), "1:ikv3kmf89luf73WPz1jOs49S768="),
        back(46, four, (0, 0), "1:ikv3kmf89luf73WPz1jOs49S768="),
        there(46, six, (0, 0), "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="),
        back(46, six, (0, 0), "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="),
    ]

    @Test(arguments: vectors)
    func `the definition's examples have their identifiers`(_ vector: Vector) {
        let tuple = FiveTuple(
            source: .literal(vector.source), destination: .literal(vector.destination),
            sourcePort: vector.ports.0, destinationPort: vector.ports.1,
            transport: TransportProtocol(rawValue: vector.transport))
        #expect(CommunityIdentifier(tuple).description == vector.identifier)
    }

    @Test func `both directions of a flow with ports or of ICMP's questions agree`() {
        let seed = TestEnvironment.seed
        var random = RandomRecords(seed: seed)
        let questions: [(TransportProtocol, UInt16, UInt16)] = [
            (.icmp, 8, 0), (.icmp, 10, 9), (.icmp, 13, 14), (.icmp, 15, 16), (.icmp, 17, 18),
            (.icmpV6, 128, 129), (.icmpV6, 130, 131), (.icmpV6, 133, 134), (.icmpV6, 135, 136),
            (.icmpV6, 139, 140), (.icmpV6, 144, 145),
        ]
        for round in 0..<500 {
            var tuple = random.tuple()
            tuple.transport = random.isOneIn(2) ? .tcp : .udp
            if random.isOneIn(5) { tuple.destination = tuple.source }
            var reverse = FiveTuple(
                source: tuple.destination, destination: tuple.source,
                sourcePort: tuple.destinationPort, destinationPort: tuple.sourcePort,
                transport: tuple.transport)
            #expect(
                CommunityIdentifier(tuple).bytes == CommunityIdentifier(reverse).bytes,
                "seed \(seed)")
            let question = questions[round % questions.count]
            (tuple.transport, tuple.sourcePort, tuple.destinationPort) = (question.0, question.1, 0)
            (reverse.transport, reverse.sourcePort, reverse.destinationPort) = (
                question.0, question.2, 0
            )
            #expect(
                CommunityIdentifier(tuple).bytes == CommunityIdentifier(reverse).bytes,
                "seed \(seed)")
        }
    }

    @Test(.enabled(if: TestEnvironment.dataFolder != nil))
    func `the definition's baseline has its identifiers`() throws {
        let folder = try #require(TestEnvironment.dataFolder)
        let path = "\(folder)/correctness/community-id/baseline_deflt.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(rows.count > 20)
        for row in rows {
            let transport = TransportProtocol(rawValue: try #require(row["proto"] as? UInt8))
            let destinationPort = row["dport"] as? UInt16 ?? 0
            // The baseline has the answering type where weir has the code.
            let isAnswered = transport == .icmpV6 ? destinationPort > 4 : destinationPort != 0
            let tuple = FiveTuple(
                source: .literal(try #require(row["saddr"] as? String)),
                destination: .literal(try #require(row["daddr"] as? String)),
                sourcePort: row["sport"] as? UInt16 ?? 0,
                destinationPort: transport.isICMP && isAnswered ? 0 : destinationPort,
                transport: transport)
            #expect(CommunityIdentifier(tuple).description == row["communityid"] as? String)
        }
    }
}
