public import NetworkModel

/// An annotation and where among a batch's packets it applies.
public struct PlacedAnnotation: Hashable, Sendable {
    /// It applies before the packet with this ordinal, or after all where there is none.
    public let position: Int
    /// What was found.
    public let annotation: FlowAnnotation

    /// An annotation at its place.
    public init(position: Int, annotation: FlowAnnotation) {
        self.position = position
        self.annotation = annotation
    }
}
