import NetworkModel

/// Made-up windows of one second of a small office network at some 25 packets/s.
struct OfficeTraffic {
    /// How the packets of a second come about.
    enum Kind: CaseIterable {
        /// Each packet by itself: a Poisson count, binomial shares.
        case independent
        /// TCP conversations of some ten seconds, DNS, now and then a ping or an ARP exchange.
        case conversations
    }

    static let sensorSession = SensorSession(
        sensor: "local", session: SessionIdentifier(rawValue: 1))

    private struct Conversation {
        var client: Int
        var server: Int
        var clientPort: Int
        var serverPort: Int
        var packetsPerSecond: Double
        var remainingSeconds: Int
        var isFresh = true
    }

    private let kind: Kind
    private var random: RandomValues
    private var conversations: [Conversation] = []
    private var pingsLeft = 0

    init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        random = RandomValues(seed: seed)
        for _ in 0..<100 { _ = next() }
    }

    /// A full window of a session that began at the epoch.
    static func window(
        _ index: Int, _ counters: WindowCounters, isPartial: Bool = false
    ) -> CompletedWindow {
        var partial = WindowPartial(index: Int64(index))
        partial.counters = counters
        return CompletedWindow(
            sensorSession: sensorSession, merged: partial, windowNanoseconds: 1_000_000_000,
            isPartial: isPartial)
    }

    /// The counters of the next second.
    mutating func next() -> WindowCounters {
        switch kind {
        case .independent: independentPackets()
        case .conversations: packetsOfConversations()
        }
    }

    private mutating func independentPackets() -> WindowCounters {
        var counters = WindowCounters()
        let packets = random.poisson(25)
        let arpPackets = random.binomial(packets, 0.02)
        let ipPackets = packets - arpPackets
        counters.packets = UInt64(packets)
        counters.arpPackets = UInt64(arpPackets)
        counters.ipPackets = UInt64(ipPackets)
        counters.icmpPackets = UInt64(random.binomial(ipPackets, 0.01))
        counters.synPackets = UInt64(random.binomial(ipPackets, 0.05))
        counters.ackPackets = UInt64(random.binomial(ipPackets, 0.8))
        for _ in 0..<ipPackets {
            counters.ipBytes += packetBytes()
            count(
                &counters, from: random.index(below: 12), to: random.index(below: 14),
                ports: (random.index(below: 20), random.index(below: 20)))
        }
        return counters
    }

    private mutating func packetsOfConversations() -> WindowCounters {
        var counters = WindowCounters()
        for _ in 0..<random.poisson(0.9) { conversations.append(conversation()) }
        for index in conversations.indices {
            let conversation = conversations[index]
            var packets = random.poisson(conversation.packetsPerSecond)
            counters.ackPackets += UInt64(packets)
            if conversation.isFresh {
                packets += 3
                counters.synPackets += 2
                counters.ackPackets += 2
            }
            if packets > 0 {
                let ports = (conversation.clientPort, conversation.serverPort)
                count(&counters, from: conversation.client, to: conversation.server, ports: ports)
                count(
                    &counters, from: conversation.server, to: conversation.client,
                    ports: (ports.1, ports.0))
            }
            counters.ipPackets += UInt64(packets)
            for _ in 0..<packets { counters.ipBytes += packetBytes() }
            conversations[index].isFresh = false
            conversations[index].remainingSeconds -= 1
        }
        conversations.removeAll { $0.remainingSeconds <= 0 }
        for _ in 0..<random.poisson(0.8) { addUDPExchange(to: &counters) }
        if pingsLeft == 0 && random.uniform() < 0.01 { pingsLeft = 4 }
        if pingsLeft > 0 {
            pingsLeft -= 1
            counters.icmpPackets += 2
            counters.ipPackets += 2
            counters.ipBytes += 168
        }
        counters.arpPackets = UInt64(2 * random.poisson(0.05))
        counters.packets = counters.ipPackets + counters.arpPackets
        return counters
    }

    private mutating func conversation() -> Conversation {
        Conversation(
            client: random.index(below: 8), server: 20 + random.index(below: 30),
            clientPort: 30_000 + random.index(below: 20_000),
            serverPort: [22, 80, 443, 445][random.index(below: 4)],
            packetsPerSecond: 2.2 * random.lognormal(deviation: 0.4),
            remainingSeconds: 1 + Int(9 * random.exponential()))
    }

    private mutating func addUDPExchange(to counters: inout WindowCounters) {
        counters.ipPackets += 2
        counters.udpPackets += 2
        counters.ipBytes += 200
        let client = random.index(below: 8)
        count(&counters, from: client, to: 10, ports: nil)
        count(&counters, from: 10, to: client, ports: nil)
    }

    private mutating func packetBytes() -> UInt64 {
        random.uniform() < 0.5 ? 60 : UInt64(60 + 1400 * random.uniform())
    }

    private func count(
        _ counters: inout WindowCounters, from source: Int, to destination: Int,
        ports: (source: Int, destination: Int)?
    ) {
        counters.sources.insert(Self.hash(source))
        counters.destinations.insert(Self.hash(destination))
        guard let ports else { return }
        counters.sourcePorts.insert(Self.hash(ports.source))
        counters.destinationPorts.insert(Self.hash(ports.destination))
    }

    static func hash(_ number: Int) -> UInt64 {
        var z = UInt64(number + 1) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
