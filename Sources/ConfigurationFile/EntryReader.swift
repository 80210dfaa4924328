import CommandLineParsing

/// Makes entries of the events of one document.
struct EntryReader {
    let events: YAMLEventReader
    let knownKeys: [String]
    let expansion: VariableExpansion

    private var file: String { events.file }

    init(events: YAMLEventReader, knownKeys: [String], expansion: VariableExpansion) {
        self.events = events
        self.knownKeys = knownKeys
        self.expansion = expansion
    }

    /// The entries of the document; none of an empty one.
    mutating func readDocument() throws(ConfigurationFileError) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        var documents = 0
        while true {
            let event = try events.next()
            switch event.kind {
            case .end: return entries
            case .other: continue
            case .documentStart:
                documents += 1
                guard documents == 1 else {
                    throw error(.wrongKind, event, "begins a second document; a file has one")
                }
            case .mappingStart: entries = try readMapping()
            case .scalar("", isPlain: true): continue
            default:
                throw error(
                    .wrongKind, event, "must be a mapping: lines such as 'partitions: 4'")
            }
        }
    }

    private func readMapping() throws(ConfigurationFileError) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        var seen: [String: YAMLEvent] = [:]
        while let (key, event) = try nextKey() {
            if let first = seen.updateValue(event, forKey: key) {
                throw error(
                    .duplicateKey, event,
                    "repeats the key '\(key)' of line \(first.line); keep one of them")
            }
            guard knownKeys.contains(key) else { throw unknownKey(key, event) }
            if let entry = try readValue(of: key, at: event) { entries.append(entry) }
        }
        return entries
    }

    /// The next key of the mapping; nil at its end.
    private func nextKey() throws(ConfigurationFileError) -> (String, YAMLEvent)? {
        let event = try events.next()
        switch event.kind {
        case .mappingEnd: return nil
        case .scalar(let key, _): return (key, event)
        default: throw error(.wrongKind, event, "must be a key, a plain word")
        }
    }

    /// The value of a key; nil where it expands to nothing, which counts as unset.
    private func readValue(
        of key: String, at place: YAMLEvent
    ) throws(ConfigurationFileError) -> ConfigurationEntry? {
        let event = try events.next()
        var entry = ConfigurationEntry(
            key: key, shape: .scalar, values: [], file: file, line: place.line,
            column: place.column)
        switch event.kind {
        case .scalar:
            let text = try text(of: event, for: key)
            if text.isEmpty { return nil }
            entry.values = [text]
        case .sequenceStart:
            entry.shape = .list
            entry.values = try readList(of: key)
        case .mappingStart:
            entry.shape = .mapping
            entry.values = try readPairs(of: key)
        default: throw notAValue(event, key)
        }
        return entry
    }

    private func readList(of key: String) throws(ConfigurationFileError) -> [String] {
        var values: [String] = []
        while true {
            let event = try events.next()
            if event.kind == .sequenceEnd { return values }
            guard values.count < ConfigurationFile.maximumValues else {
                throw tooMany(event, key)
            }
            values.append(try text(of: event, for: key))
        }
    }

    private func readPairs(of key: String) throws(ConfigurationFileError) -> [String] {
        var values: [String] = []
        var seen: Set<String> = []
        while let (name, event) = try nextKey() {
            guard seen.insert(name).inserted else {
                throw error(
                    .duplicateKey, event, "repeats '\(name)' of '\(key)'; keep one of them")
            }
            guard values.count < ConfigurationFile.maximumValues else {
                throw tooMany(event, key)
            }
            values.append("\(name)=\(try text(of: try events.next(), for: name))")
        }
        return values
    }

    /// The expanded text of a scalar; anything else, and a plain nothing, is refused.
    private func text(
        of event: YAMLEvent, for key: String
    ) throws(ConfigurationFileError) -> String {
        guard case .scalar(let text, let isPlain) = event.kind else { throw notAValue(event, key) }
        if isPlain, ["", "~", "null"].contains(text) {
            throw error(.wrongKind, event, "has no value for '\(key)'; give one or delete the key")
        }
        do {
            return try expansion.expand(text)
        } catch {
            throw self.error(.expansion, event, error.reason)
        }
    }

    private func unknownKey(_ key: String, _ event: YAMLEvent) -> ConfigurationFileError {
        let near = Suggestion.nearest(to: key, among: knownKeys)
        let hint = near.map { "; did you mean '\($0)'?" } ?? "; see weir help for the options."
        return ConfigurationFileError(
            .unknownKey, "Unknown key '\(key)' at \(file):\(event.line):\(event.column)\(hint)")
    }

    private func notAValue(_ event: YAMLEvent, _ key: String) -> ConfigurationFileError {
        event.kind == .alias
            ? error(.wrongKind, event, "is an alias, which isn't read here; repeat the value")
            : error(.wrongKind, event, "must be one value for '\(key)', not a list or a mapping")
    }

    private func tooMany(_ event: YAMLEvent, _ key: String) -> ConfigurationFileError {
        error(
            .tooLarge, event,
            "is one value too many for '\(key)'; it may have \(ConfigurationFile.maximumValues)")
    }

    private func error(
        _ code: ConfigurationFileError.Code, _ event: YAMLEvent, _ what: String
    ) -> ConfigurationFileError {
        ConfigurationFileError(code, "\(file):\(event.line):\(event.column) \(what).")
    }
}
