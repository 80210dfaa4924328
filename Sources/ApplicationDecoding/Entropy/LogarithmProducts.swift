/// The products that an entropy is made of.
enum LogarithmProducts {
    /// n log₂ n for every count that an entropy's counters can show.
    static let table: [Double] = (0...PayloadEntropy.limitBytes).map {
        $0 == 0 ? 0 : Double($0) * BinaryLogarithm.of(Double($0))
    }
}
