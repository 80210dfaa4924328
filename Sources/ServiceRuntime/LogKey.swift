/// The name of a piece of a log message's metadata: a closed set, so that messages can be searched.
public enum LogKey: String, Sendable {
    /// A message of a library or the system.
    case cause
    /// How many.
    case count
    /// An error's code.
    case code
    /// A consumer group.
    case group
    /// A network interface.
    case interface
    /// An offset in a partition.
    case offset
    /// A partition.
    case partition
    /// A file or folder.
    case path
    /// A sensor.
    case sensor
    /// A sink's address.
    case sink
    /// A stage.
    case stage
    /// A topic.
    case topic
}
