// The one door to the C library's mathematics; the other files of this target import nothing but
// the vocabulary.
import Glibc

/// Logarithms, for this target.
enum Mathematics {
    /// The logarithm to base 2.
    static func log2(_ value: Double) -> Double { Glibc.log2(value) }
}
