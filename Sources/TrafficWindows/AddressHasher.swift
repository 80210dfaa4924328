import NetworkModel

/// Hashes addresses for host tables with random secrets, so that nobody can choose addresses that
/// collide; it decides places in a table and nothing else.
struct AddressHasher {
    private let highSecret: UInt64
    private let lowSecret: UInt64

    init() {
        // Odd, since a factor of 0 would make the other one vanish.
        highSecret = .random(in: .min ... .max) | 1
        lowSecret = .random(in: .min ... .max) | 1
    }

    func hash(of address: IPAddress) -> Int {
        let product = (address.high ^ highSecret).multipliedFullWidth(by: address.low ^ lowSecret)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }
}
