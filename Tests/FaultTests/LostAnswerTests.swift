import Foundation
import TestSupport
import Testing

extension FaultTests {
    /// Connections that end, or fall silent, right before or after a request was sent: the program
    /// can't know whether it was heard.
    @Suite(.serialized)
    struct LostAnswerTests {
        /// A request of Kafka's protocol by its key, with what happens to its connection.
        struct Loss: Sendable, CustomTestStringConvertible {
            let name: String
            let point: String
            let action: String
            var numbers = 1...6
            var repeats = false

            var testDescription: String { name }
        }

        static let losses = [
            Loss(name: "the answer to EndTxn is lost", point: "sent-26", action: "cut"),
            Loss(name: "EndTxn is lost", point: "request-26", action: "cut"),
            Loss(name: "the answer to EndTxn is late", point: "sent-26", action: "delay"),
            Loss(
                name: "every few answers to EndTxn are lost", point: "sent-26", action: "cut",
                numbers: 2...4, repeats: true),
            Loss(name: "the answer to TxnOffsetCommit is lost", point: "sent-28", action: "cut"),
            Loss(name: "the answer to TxnOffsetCommit is late", point: "sent-28", action: "delay"),
            Loss(
                name: "the answer to Produce is lost", point: "sent-0", action: "cut",
                numbers: 1...20),
            Loss(name: "the answer to Produce is late", point: "sent-0", action: "delay"),
            Loss(name: "the answer to AddPartitionsToTxn is lost", point: "sent-24", action: "cut"),
            Loss(
                name: "the answer to InitProducerId is lost", point: "sent-22", action: "cut",
                numbers: 1...2),
        ]

        /// All of them, or in the short form the first and another.
        static var chosen: [Loss] {
            var random = FaultSettings.generator("losses")
            let others = losses.dropFirst().shuffled(using: &random)
            return losses.prefix(1) + (FaultSettings.isLong ? others : Array(others.prefix(1)))
        }

        @Test(.needsKafka, arguments: chosen, FaultSettings.rounds)
        func `an answer that doesn't come costs nothing`(loss: Loss, round: Int) throws {
            var random = FaultSettings.generator("loss \(loss.name)", round: round)
            let trial = try Trial()
            try trial.fill()
            let fault = FaultPoint(
                name: loss.point, number: Int.random(in: loss.numbers, using: &random),
                action: loss.action, repeats: loss.repeats,
                // Longer than transactions and sessions of the suite last.
                delayMicroseconds: loss.action == "delay"
                    ? FaultSettings.sessionMilliseconds * 1500 : 0)
            let child = try trial.start(["process", "--until-end"], fault: fault)
            try child.succeed()
            #expect(child.hasFailed, "\(fault) never happened")
            // A member that the group gave up may have left some to others.
            try trial.finish()
            try trial.expectOracle("\(loss.name): \(fault)")
        }
    }
}
