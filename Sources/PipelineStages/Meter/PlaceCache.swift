import NetworkModel

/// Remembers a directory's newest answers, so that a flow costs little.
///
/// Two generations of equal size: answers enter the young one and move to it when they are asked
/// for again; when it is full, the old one is forgotten and the young one takes its place. What was
/// asked for among the last `maximumAnswers / 2` different addresses is always there.
struct PlaceCache {
    private let directory: any EndpointDirectory
    private let generationSize: Int
    private var young: [IPAddress: EndpointPlace?] = [:]
    private var old: [IPAddress: EndpointPlace?] = [:]
    private(set) var counters = PlaceCounters()

    init(_ directory: any EndpointDirectory, maximumAnswers: Int) {
        self.directory = directory
        generationSize = max(1, maximumAnswers / 2)
    }

    /// How many answers are remembered.
    var count: Int { young.count + old.count }

    /// Where a flow's endpoints are.
    mutating func places(of tuple: FiveTuple) -> FlowPlaces? {
        FlowPlaces(source: place(of: tuple.source), destination: place(of: tuple.destination))
    }

    /// What is known of an address.
    mutating func place(of address: IPAddress) -> EndpointPlace? {
        if let known = young[address] {
            counters.cached += 1
            return known
        }
        let place: EndpointPlace?
        if let known = old.removeValue(forKey: address) {
            counters.cached += 1
            place = known
        } else {
            counters.lookups += 1
            place = directory.place(of: address)
        }
        remember(place, of: address)
        return place
    }

    private mutating func remember(_ place: EndpointPlace?, of address: IPAddress) {
        if young.count >= generationSize {
            counters.forgotten += UInt64(old.count)
            // The memory of the forgotten generation serves the next one.
            swap(&young, &old)
            young.removeAll(keepingCapacity: true)
        }
        young.updateValue(place, forKey: address)
    }
}
