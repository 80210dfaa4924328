/// What the YAML parser came upon, with its place.
struct YAMLEvent {
    enum Kind: Equatable {
        /// The end of the text.
        case end
        /// The beginning of a document.
        case documentStart
        /// A value; plain ones stand without quotes.
        case scalar(String, isPlain: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        /// A reference to another part of the document.
        case alias
        /// What carries no content.
        case other
    }

    var kind: Kind
    var line: Int
    var column: Int
}
