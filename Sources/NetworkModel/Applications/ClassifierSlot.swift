/// A flow's place in a classifier: an index, so that a flow costs no reference.
///
/// Valid from `FlowClassifier.open` to `close`; afterwards another flow may have it.
@frozen
public struct ClassifierSlot: Hashable, Sendable {
    /// Where the classifier keeps the flow's state.
    public let index: UInt32

    /// Wraps an index; only classifiers make slots.
    @inlinable
    public init(index: UInt32) {
        self.index = index
    }
}
