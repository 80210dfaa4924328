internal import SQLiteStorage
internal import StreamProcessing

/// A member of a group, as the file knows it.
struct GroupMembership: Equatable {
    let group: Int64
    let member: Int64
    /// The group's generation that the member has last dealt with.
    var generation: Int64
}

/// What a member has to do after it has looked at its group.
enum GroupStep {
    /// The group has given the member up.
    case lost
    /// The member has partitions that are to be another's.
    case giveUp([Int64])
    /// The member owns what it is to own, as far as others have given it up.
    case take([Int64], committed: [Int64: StoredOffset], generation: Int64)
}

/// An offset of a group, as the file keeps it.
struct StoredOffset: Equatable {
    let partition: Int64
    let offset: Int64
    let metadata: String
}

// A partition has at most one row among the owners, and only its owner takes the row away, or who
// finds the owner silent for too long. So nobody gets a partition before another has given it up.
extension BusWriter {
    /// Joins a group, which is made where it doesn't exist.
    ///
    /// - Parameter instance: The member's name over its restarts; whoever had it before is given
    ///   up at once.
    func join(
        group name: String, topics: String, instance: String?, sessionTimeoutMilliseconds: Int64
    ) throws(SQLiteError) -> Result<GroupMembership, BusError> {
        try connection.run(
            "INSERT INTO consumer_groups (name, topics) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            .text(name), .text(topics))
        let group =
            try connection.integer("SELECT id FROM consumer_groups WHERE name = ?1", .text(name))
            ?? 0
        if let instance, let older = try connection.member(of: group, instance: instance) {
            try remove(member: older)
        }
        try expelSilentMembers(of: group)
        let others =
            try connection.integer(
                """
                SELECT count(*) FROM members JOIN consumer_groups AS g ON g.id = group_id
                WHERE group_id = ?1 AND g.topics <> ?2
                """, .integer(group), .text(topics)) ?? 0
        guard others == 0 else {
            return .failure(
                BusError(
                    .configuration,
                    "The group \(name) reads other topics; all its members read the same."))
        }
        try connection.run(
            "UPDATE consumer_groups SET topics = ?2 WHERE id = ?1", .integer(group), .text(topics))
        try connection.run(
            """
            INSERT INTO members (group_id, heartbeat_ms, session_timeout_ms) VALUES (?1, ?2, ?3)
            """, .integer(group), .integer(BusClock.monotonicMilliseconds()),
            .integer(sessionTimeoutMilliseconds))
        let member = connection.database.lastInsertedRow
        if let instance {
            try connection.run(
                "INSERT INTO instances (group_id, name, member_id) VALUES (?1, ?2, ?3)",
                .integer(group), .text(instance), .integer(member))
        }
        try beginGeneration(of: group)
        // The member has not dealt with any generation yet.
        return .success(GroupMembership(group: group, member: member, generation: -1))
    }

    /// Tells that a member lives, and finds out what it has to do.
    func step(
        _ membership: GroupMembership, topics: [[Int64]]
    ) throws(SQLiteError) -> GroupStep {
        guard try beat(membership) else { return .lost }
        try expelSilentMembers(of: membership.group)
        // Members with a name stand in the order of their names, so that one that starts again has
        // the place that it had.
        let members = try connection.rows(
            """
            SELECT m.id FROM members AS m LEFT JOIN instances AS i ON i.member_id = m.id
            WHERE m.group_id = ?1 ORDER BY i.name IS NULL, i.name, m.id
            """, .integer(membership.group)
        ) { $0.integer(0) }
        let owners = try connection.rows(
            "SELECT partition_id, member_id FROM owners WHERE group_id = ?1",
            .integer(membership.group)
        ) { row in (partition: row.integer(0), member: row.integer(1)) }
        let wanted = GroupAssignment.partitions(
            of: membership.member, members: members, topics: topics)
        let surplus = owners.filter { owner in
            owner.member == membership.member && !wanted.contains(owner.partition)
        }
        guard surplus.isEmpty else { return .giveUp(surplus.map(\.partition)) }
        let owned = Set(owners.map(\.partition))
        let free = wanted.filter { !owned.contains($0) }
        var committed: [Int64: StoredOffset] = [:]
        for partition in free {
            try connection.run(
                "INSERT INTO owners (group_id, partition_id, member_id) VALUES (?1, ?2, ?3)",
                .integer(membership.group), .integer(partition), .integer(membership.member))
            committed[partition] = try connection.storedOffset(
                group: membership.group, partition: partition)
        }
        let generation =
            try connection.integer(
                "SELECT generation FROM consumer_groups WHERE id = ?1", .integer(membership.group))
            ?? 0
        return .take(free, committed: committed, generation: generation)
    }

    /// Gives up partitions, so that others may take them.
    func giveUp(_ partitions: [Int64], of membership: GroupMembership) throws(SQLiteError) {
        for partition in partitions {
            try connection.run(
                """
                DELETE FROM owners WHERE group_id = ?1 AND partition_id = ?2 AND member_id = ?3
                """, .integer(membership.group), .integer(partition), .integer(membership.member))
        }
        _ = try beat(membership)
        try beginGeneration(of: membership.group)
    }

    /// Leaves a group with all partitions.
    func leave(_ membership: GroupMembership) throws(SQLiteError) {
        try remove(member: membership.member)
        try beginGeneration(of: membership.group)
    }

    /// Moves a group's offsets, if the member owns all the partitions.
    ///
    /// - Returns: Whether it does; nothing is to be kept otherwise.
    func moveOffsets(
        _ offsets: [StoredOffset], of membership: GroupMembership
    ) throws(SQLiteError) -> Bool {
        guard try beat(membership) else { return false }
        for offset in offsets {
            let owner = try connection.integer(
                "SELECT member_id FROM owners WHERE group_id = ?1 AND partition_id = ?2",
                .integer(membership.group), .integer(offset.partition))
            guard owner == membership.member else { return false }
            try connection.run(
                """
                INSERT OR REPLACE INTO group_offsets (group_id, partition_id, next_offset, metadata)
                VALUES (?1, ?2, ?3, ?4)
                """, .integer(membership.group), .integer(offset.partition),
                .integer(offset.offset), .text(offset.metadata))
        }
        return true
    }

    /// Tells that a member lives.
    ///
    /// - Returns: Whether the group still has it.
    private func beat(_ membership: GroupMembership) throws(SQLiteError) -> Bool {
        try connection.run(
            "UPDATE members SET heartbeat_ms = ?2 WHERE id = ?1", .integer(membership.member),
            .integer(BusClock.monotonicMilliseconds())) > 0
    }

    /// Gives up members that were silent for too long.
    ///
    /// All processes of a machine share the clock, which begins anew when the machine does: a
    /// heartbeat of the future is one from before that.
    private func expelSilentMembers(of group: Int64) throws(SQLiteError) {
        let silent = try connection.rows(
            """
            SELECT id FROM members WHERE group_id = ?1
            AND (heartbeat_ms > ?2 OR heartbeat_ms + session_timeout_ms < ?2)
            """, .integer(group), .integer(BusClock.monotonicMilliseconds())
        ) { $0.integer(0) }
        guard !silent.isEmpty else { return }
        for member in silent { try remove(member: member) }
        counters.expelledMembers += UInt64(silent.count)
        try beginGeneration(of: group)
    }

    private func remove(member: Int64) throws(SQLiteError) {
        try connection.run("DELETE FROM owners WHERE member_id = ?1", .integer(member))
        try connection.run("DELETE FROM instances WHERE member_id = ?1", .integer(member))
        try connection.run("DELETE FROM members WHERE id = ?1", .integer(member))
    }

    /// Has all members look at their group again.
    private func beginGeneration(of group: Int64) throws(SQLiteError) {
        try connection.run(
            "UPDATE consumer_groups SET generation = generation + 1 WHERE id = ?1",
            .integer(group))
    }
}

extension BusFileConnection {
    /// The member of a group that has a name; nil where none has it.
    func member(of group: Int64, instance: String) throws(SQLiteError) -> Int64? {
        try integer(
            "SELECT member_id FROM instances WHERE group_id = ?1 AND name = ?2", .integer(group),
            .text(instance))
    }

    /// How far a group has come in a partition; nil without a commit.
    func storedOffset(group: Int64, partition: Int64) throws(SQLiteError) -> StoredOffset? {
        try row(
            """
            SELECT next_offset, metadata FROM group_offsets
            WHERE group_id = ?1 AND partition_id = ?2
            """, .integer(group), .integer(partition)
        ) { row in
            StoredOffset(partition: partition, offset: row.integer(0), metadata: row.text(1))
        }
    }
}
