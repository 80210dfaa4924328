/// What the first bytes of a message tell of its length.
enum MessageMeasure {
    /// More bytes are needed to tell.
    case incomplete
    /// No message begins so.
    case absent
    /// A message of so many bytes, its head included.
    case message(bytes: Int)
}
