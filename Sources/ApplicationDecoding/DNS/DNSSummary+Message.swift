internal import NetworkModel

extension DNSSummary {
    /// Adds what a message says; true if something of it was new.
    mutating func add(_ message: DNSMessage) -> Bool {
        var isNew = false
        for name in message.queries where StrangersText.insert(name, into: &queries) {
            isNew = true
        }
        if queryType == nil, let type = message.queryType {
            queryType = type
            isNew = true
        }
        guard message.isResponse else { return isNew }
        for answer in message.answers where StrangersText.insert(answer, into: &answers) {
            isNew = true
        }
        if responseCode == nil {
            responseCode = message.responseCode
            isNew = true
        }
        return isNew
    }
}

extension DNSSummary {
    /// True when no further message can add anything.
    var isFull: Bool {
        queries.count == ApplicationRecord.listLimit && answers.count == ApplicationRecord.listLimit
            && responseCode != nil
    }
}
