import Foundation
import SQLiteStorage
import StreamProcessing
import TestSupport
import Testing

@testable import EmbeddedBus

@Suite struct EmbeddedBusFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("bus.db")
    }

    private func refusal(of path: String) throws -> BusError {
        try #require(throws: BusError.self) { try EmbeddedBus(path: path) }
    }

    @Test func `a new file is made, known by its application and of the first version`() throws {
        let bus = try EmbeddedBus(path: path)
        #expect(bus.address == "sqlite:\(path)")
        let database = try SQLiteDatabase(path: path)
        #expect(try database.integer("PRAGMA application_id") == 0x7765_6972)
        #expect(try database.integer("PRAGMA user_version") == 1)
        #expect(try database.text("PRAGMA journal_mode") == "wal")
        #expect(try database.integer("PRAGMA page_size") == 32_768)
    }

    @Test func `a file that isn't a database is corrupt`() throws {
        try Data(repeating: 0x41, count: 100_000).write(to: URL(fileURLWithPath: path))
        let error = try refusal(of: path)
        #expect(error.code == .corrupt)
        #expect(error.message.contains(path))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 100_000)
    }

    @Test func `a database of another program is left alone`() throws {
        try SQLiteDatabase(path: path).execute("CREATE TABLE t (a)")
        let error = try refusal(of: path)
        #expect(error.code == .configuration)
        #expect(error.message.contains("another program"))
        #expect(try SQLiteDatabase(path: path).integer("SELECT count(*) FROM sqlite_schema") == 1)
    }

    @Test func `a file of a newer version is refused`() throws {
        _ = try EmbeddedBus(path: path)
        try SQLiteDatabase(path: path).execute("PRAGMA user_version = 2")
        let error = try refusal(of: path)
        #expect(error.code == .configuration)
        #expect(error.message.contains("another version"))
    }

    @Test func `a folder that doesn't exist, or a path that is a folder, is unavailable`() throws {
        for path in [folder.file("none/bus.db"), folder.path] {
            let error = try refusal(of: path)
            #expect(error.code == .unavailable)
            #expect(error.message.contains(path))
        }
    }

    @Test func `damaged pages are corrupt when they are read`() throws {
        do {
            let test = try EmbeddedBus(path: path)
            _ = try test.apply([BusInFolder.topic])
        }
        // All pages but the first, which has the schema.
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 32_768)
        try file.write(contentsOf: Data(repeating: 0xee, count: Int(size) - 32_768))
        try file.close()
        let error = try refusal(of: path)
        #expect(error.code == .corrupt)
        #expect(error.isFatal)
    }

    @Test func `a full file refuses records, keeps what it has, and goes on when there is room`()
        throws
    {
        var options = EmbeddedBusOptions()
        options.maximumFileBytes = 4 << 20
        let test = try BusInFolder(options)
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        let value = [UInt8](repeating: 1, count: 200_000)
        var sent = 0
        let error = try #require(throws: BusError.self) {
            while true {
                try producer.send(
                    OutgoingRecord(topicPartition: test.place, key: nil, value: value))
                sent += 1
                try producer.flush()
            }
        }
        #expect(error.code == .unavailable)
        #expect(error.isRetriable)
        #expect(error.message.contains("full"))
        // The last one is held back.
        let held = try test.bus.offsets(of: test.place)
        #expect(held.end == Int64(sent) - 1)
        #expect(try test.readAll().count == sent - 1)
        try test.bus.deleteRecords(before: 10, in: test.place)
        try producer.flush()
        #expect(try test.bus.offsets(of: test.place).end == Int64(sent))
    }

    @Test func `a lock that another process keeps is a retriable error`() throws {
        var options = EmbeddedBusOptions()
        options.busyTimeoutMilliseconds = 20
        let test = try BusInFolder(options)
        let other = try test.database()
        try other.execute("BEGIN IMMEDIATE")
        let producer = try test.bus.makeProducer()
        defer { producer.close() }
        try producer.send(test.record("a"))
        let error = try #require(throws: BusError.self) { try producer.flush() }
        #expect(error.code == .timedOut)
        #expect(error.isRetriable)
        try other.execute("COMMIT")
        try producer.flush()
        #expect(try test.readAll().map(\.offset) == [0])
    }

    @Test func `buses on one path share the file, also through a link, until the last is gone`()
        throws
    {
        let link = folder.file("link.db")
        weak var file: BusFile?
        do {
            let first = try EmbeddedBus(path: path)
            file = first.file
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: path)
            #expect(try EmbeddedBus(path: path).file === first.file)
            #expect(try EmbeddedBus(path: link).file === first.file)
        }
        #expect(file == nil)
        // The last connection leaves nothing beside the file.
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }

    @Test func `threads that open the same new file at once all succeed`() throws {
        let path = path
        let group = DispatchGroup()
        let failures = Failures()
        for _ in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                failures.collect { _ = try BusFile(path: path, options: EmbeddedBusOptions()) }
                group.leave()
            }
        }
        group.wait()
        #expect(failures.all == [])
    }
}
