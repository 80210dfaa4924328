import TestSupport
import Testing

/// How many of the compared things agree, which fields differ how often, and the first examples.
struct Agreement {
    /// What is compared.
    let name: String
    private(set) var compared = 0
    private(set) var equal = 0
    /// Things that aren't compared, by the reason.
    private var excluded: [String: Int] = [:]
    private var fields: [String: Int] = [:]
    private var examples: [String] = []

    init(_ name: String) {
        self.name = name
    }

    /// The share that agrees.
    var rate: Double { compared == 0 ? 0 : Double(equal) / Double(compared) }

    /// Counts one thing with the fields in which it differs.
    mutating func count(_ differences: [FieldDifference], of thing: @autoclosure () -> String) {
        compared += 1
        if differences.isEmpty {
            equal += 1
            return
        }
        for difference in differences { fields[difference.field, default: 0] += 1 }
        // The first examples of each field, so that a frequent one doesn't hide the others.
        for difference in differences
        where fields[difference.field, default: 0] <= TestEnvironment.truthExamples {
            examples.append("\(thing()): \(difference)")
        }
    }

    /// Counts things that aren't compared.
    mutating func exclude(_ count: Int = 1, because reason: String) {
        excluded[reason, default: 0] += count
    }

    /// How many things aren't compared for a reason.
    func excluded(because reason: String) -> Int { excluded[reason] ?? 0 }

    /// Prints a line of figures and the examples, and requires a rate.
    func require(_ minimum: Double, compared least: Int = 1) {
        let percent = (rate * 10_000).rounded(.down) / 100
        print("truth: \(name): \(percent) % (\(equal) of \(compared))")
        for (reason, count) in excluded.sorted(by: { $0.key < $1.key }) {
            print("truth:     not compared: \(count) \(reason)")
        }
        if !fields.isEmpty {
            let sorted = fields.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            print("truth:     differ: \(sorted.map { "\($0.key) \($0.value)" })")
        }
        for example in examples { print("truth:     \(example)") }
        #expect(compared >= least, "\(name): only \(compared) compared")
        #expect(rate >= minimum, "\(name): \(equal) of \(compared): \(examples.prefix(5))")
    }
}
