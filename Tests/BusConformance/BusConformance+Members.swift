import StreamProcessing

extension BusConformance {
    /// Polls all members in turn until a condition holds.
    func poll(
        _ members: [GroupMember], until subject: String, within deadline: Deadline? = nil,
        file: StaticString = #fileID, line: UInt = #line, _ condition: () throws -> Bool
    ) throws {
        let deadline = deadline ?? patience
        while try !condition() {
            let state = members.map { "\($0.name) owns \($0.owned.count)" }
            try deadline.check("not so: \(subject) (\(state))", file, line)
            for member in members { try member.poll() }
        }
    }

    /// Polls all members in turn until they share the partitions evenly.
    func settle(
        _ members: [GroupMember], partitions: Int, file: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        let share = partitions / members.count
        try poll(members, until: "each member owns \(share)", file: file, line: line) {
            members.allSatisfy { $0.owned.count == share }
        }
    }

    /// A deadline for what has to wait until a silent member is given up.
    var patienceForSilence: Deadline {
        Deadline(seconds: patienceSeconds + silentMemberSeconds)
    }
}
