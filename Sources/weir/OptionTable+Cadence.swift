import CommandLineParsing

// How often a process commits what it has done, and how much of it whoever goes on has to do again.
extension OptionSpecification {
    static let commitInterval = OptionSpecification(
        name: "commit-interval", value: .seconds(maximum: 30), placeholder: "SECONDS",
        help: "How often flows, statistics and alerts become visible, with the offsets they were "
            + "made from: shorter is sooner, longer costs less",
        defaultValue: "0.5")
    static let snapshotInterval = OptionSpecification(
        name: "snapshot-interval", value: .seconds(maximum: 86_400), placeholder: "SECONDS",
        help: "How often open flows, windows and detectors are saved to the bus, so that a process "
            + "that goes on after a kill does at most this much again",
        defaultValue: "30")
}
