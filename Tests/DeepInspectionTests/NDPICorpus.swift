import DeepInspection
import Foundation
import NetworkModel
import TestSupport

/// The captures that nDPI's project tests itself with, each beside what its program said of it.
struct NDPICorpus {
    let folder: String
    let captures: [String]

    init(dataFolder: String) throws {
        folder = dataFolder + "/correctness/ndpi"
        captures = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { !$0.hasSuffix(".out") }.sorted()
    }

    /// What the project's program, of a later version, said of a capture's flows.
    func truth(of capture: String) throws -> [FlowEnds: [ReaderFlow]] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(capture).out"))
        return ReaderFlow.flows(of: String(decoding: bytes, as: UTF8.self))
    }

    /// Our labels; nil if the capture's link type isn't one that we decode.
    func labels(
        of capture: String, _ configuration: ApplicationClassifierConfiguration
    ) throws -> [FlowEnds: String]? {
        let classifier = try ApplicationClassifier(configuration: configuration)
        let path = "\(folder)/\(capture)"
        guard let classified = try? ClassifiedCapture(path: path, classifier: classifier) else {
            return nil
        }
        return classified.labels.mapValues { $0.name ?? "Unknown" }
    }
}
