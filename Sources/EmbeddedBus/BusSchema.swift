internal import SQLiteStorage
internal import StreamProcessing

/// The tables of the bus's file.
///
/// Each partition has a table of its own, so that appending always fills the last page of a table
/// and reading never leaves it: one table for all would split pages in its middle.
enum BusSchema {
    /// "weir" in ASCII: tells the bus's files from other databases.
    static let applicationIdentifier: Int64 = 0x7765_6972
    /// Counted up when the tables change.
    static let version: Int64 = 1

    /// Makes the tables in a new file, and refuses files that aren't the bus's.
    static func prepare(_ connection: BusFileConnection) throws(BusError) {
        let database = connection.database
        let found = try onBus { () throws(SQLiteError) in
            try database.transaction { () throws(SQLiteError) in
                let tables = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
                if tables == 0 { try create(in: database) }
                let identifier = try database.integer("PRAGMA application_id")
                if identifier == applicationIdentifier { try addInstances(to: database) }
                return (
                    identifier: identifier,
                    version: try database.integer("PRAGMA user_version") ?? 0
                )
            }
        }
        guard found.identifier == applicationIdentifier else {
            throw BusError(
                .configuration,
                "The file \(database.path) is a database of another program; choose another path.")
        }
        guard found.version == version else {
            throw BusError(
                .configuration,
                "The bus \(database.path) was made by another version of weir; use that version or "
                    + "another path.",
                cause: "schema \(found.version), where \(version) is known")
        }
    }

    private static func create(in database: SQLiteDatabase) throws(SQLiteError) {
        try database.execute(
            """
            PRAGMA application_id = \(applicationIdentifier);
            PRAGMA user_version = \(version);
            CREATE TABLE bus (identity TEXT NOT NULL) STRICT;
            INSERT INTO bus VALUES (lower(hex(randomblob(16))));
            CREATE TABLE topics (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cleanup TEXT NOT NULL,
                retention_ms INTEGER, retention_bytes INTEGER, maximum_record_bytes INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE partitions (
                id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, number INTEGER NOT NULL,
                first_offset INTEGER NOT NULL DEFAULT 0, next_offset INTEGER NOT NULL DEFAULT 0,
                last_append_ms INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
                UNIQUE (topic_id, number)
            ) STRICT;
            CREATE TABLE producers (identifier TEXT PRIMARY KEY, epoch INTEGER NOT NULL)
                STRICT, WITHOUT ROWID;
            CREATE TABLE consumer_groups (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, topics TEXT NOT NULL,
                generation INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE TABLE members (
                id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL,
                heartbeat_ms INTEGER NOT NULL, session_timeout_ms INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE owners (
                group_id INTEGER NOT NULL, partition_id INTEGER NOT NULL,
                member_id INTEGER NOT NULL, PRIMARY KEY (group_id, partition_id)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE group_offsets (
                group_id INTEGER NOT NULL, partition_id INTEGER NOT NULL,
                next_offset INTEGER NOT NULL, metadata TEXT NOT NULL,
                PRIMARY KEY (group_id, partition_id)
            ) STRICT, WITHOUT ROWID;
            """)
    }

    /// Makes the table of members' names, which files of before don't have; who doesn't know of it
    /// isn't disturbed by it.
    private static func addInstances(to database: SQLiteDatabase) throws(SQLiteError) {
        try database.execute(
            """
            CREATE TABLE IF NOT EXISTS instances (
                group_id INTEGER NOT NULL, name TEXT NOT NULL, member_id INTEGER NOT NULL,
                PRIMARY KEY (group_id, name)
            ) STRICT, WITHOUT ROWID
            """)
    }

    /// The name of a partition's table of records.
    static func recordsTable(_ partition: Int64) -> String { "records_\(partition)" }

    /// Makes the table of a new partition.
    static func createRecords(
        of partition: Int64, cleanup: TopicSpecification.Cleanup, in database: SQLiteDatabase
    ) throws(SQLiteError) {
        let table = recordsTable(partition)
        try database.execute(
            """
            CREATE TABLE \(table) (
                record_offset INTEGER PRIMARY KEY, append_ms INTEGER NOT NULL, key BLOB,
                headers BLOB, value BLOB NOT NULL
            ) STRICT
            """)
        guard cleanup == .compact else { return }
        try database.execute("CREATE UNIQUE INDEX \(table)_key ON \(table) (key)")
    }
}
