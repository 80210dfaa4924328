// The one door to the C library's mathematics; the other files of this target import nothing but
// the vocabulary.
import Glibc

/// The logarithm to base 2, in which entropies are counted.
enum BinaryLogarithm {
    /// log₂ of a positive number.
    static func of(_ value: Double) -> Double { Glibc.log2(value) }
}
