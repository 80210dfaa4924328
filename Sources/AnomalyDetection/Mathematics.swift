// The one door to the C library's mathematics; the other files of this target import nothing but
// the vocabulary.
import Glibc

/// Logarithms, powers and the arcsine, for this target.
enum Mathematics {
    /// The natural logarithm.
    static func log(_ value: Double) -> Double { Glibc.log(value) }

    /// ln(1 + x), exact for small x.
    static func log1p(_ value: Double) -> Double { Glibc.log1p(value) }

    /// The logarithm to base 10.
    static func log10(_ value: Double) -> Double { Glibc.log10(value) }

    /// e to a power.
    static func exp(_ value: Double) -> Double { Glibc.exp(value) }

    /// eˣ − 1, exact for small x.
    static func expm1(_ value: Double) -> Double { Glibc.expm1(value) }

    /// The arcsine.
    static func asin(_ value: Double) -> Double { Glibc.asin(value) }

    /// The sine.
    static func sin(_ value: Double) -> Double { Glibc.sin(value) }
}
