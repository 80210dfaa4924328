/// A field that has another value in weir's record than in the peer's.
struct FieldDifference: CustomStringConvertible {
    let field: String
    let ours: String
    let theirs: String

    var description: String { "\(field) \(ours) (theirs \(theirs))" }

    /// A difference, or nil where both have the same value or none.
    init?(_ field: String, _ ours: Int?, _ theirs: Int?) {
        guard ours != theirs else { return nil }
        self.field = field
        self.ours = ours.map(String.init) ?? "none"
        self.theirs = theirs.map(String.init) ?? "none"
    }

    /// A difference, or nil where the values are equal.
    init?<Value: Equatable>(_ field: String, _ ours: Value, _ theirs: Value) {
        guard ours != theirs else { return nil }
        self.field = field
        self.ours = "\(ours)"
        self.theirs = "\(theirs)"
    }

    /// A difference, or nil where the values are no further apart than `tolerance`.
    init?(_ field: String, _ ours: Double, _ theirs: Double, within tolerance: Double) {
        guard abs(ours - theirs) > tolerance else { return nil }
        self.field = field
        self.ours = "\(ours)"
        self.theirs = "\(theirs)"
    }
}
