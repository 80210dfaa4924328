import RowEncoding
import StreamProcessing

/// Writes the records of one topic as lines of InfluxDB's line protocol.
///
/// The same record always becomes the same line, and lies on a point of its own.
final class InfluxDBPointWriter {
    /// The longest text of a field, in bytes: what InfluxDB's documents name as the limit of
    /// strings.
    static let maximumStringBytes = 65_536

    private let measurement: InfluxDBMeasurement
    private var scanner: JSONRowScanner
    private var tagValues: InfluxDBTagValues
    private var register = InfluxDBPointRegister()
    private var unescaped: [UInt8] = []
    private var absent: [UInt8] = []
    /// How many records were refused since another one lies on their point.
    private(set) var collisions: UInt64 = 0

    init(_ measurement: InfluxDBMeasurement) {
        self.measurement = measurement
        scanner = JSONRowScanner(measurement.table.columns)
        tagValues = InfluxDBTagValues(tagCount: measurement.tags.count)
    }

    /// Appends a record's line with its line feed; appends nothing where it throws.
    func append(
        _ record: BusRecord, latestEventTimeNanoseconds: Int64, to lines: inout [UInt8]
    ) throws(RowError) {
        try scanner.scanRow(record, measurement.table, measurement.keyNumbers)
        let identity = identity(of: record)
        let point = try point(
            of: record, identity, latestEventTimeNanoseconds: latestEventTimeNanoseconds)
        let start = lines.count
        do throws(RowError) {
            try appendSeries(of: record, bucket: point.bucket, to: &lines)
            try enter(record, point, owner: identity, series: start..<lines.count, of: lines)
            try appendFields(of: record, to: &lines)
        } catch {
            lines.removeSubrange(start...)
            throw error
        }
        LineProtocol.appendTime(point.nanoseconds, to: &lines)
    }

    /// The hash of what tells the record from all others of its series and time.
    private func identity(of record: BusRecord) -> UInt64 {
        var identity = InfluxDBIdentity()
        for number in measurement.identityNumbers {
            identity.append(record.value, scanner.cells[number].range)
        }
        return identity.value
    }

    private func point(
        of record: BusRecord, _ identity: UInt64, latestEventTimeNanoseconds: Int64
    ) throws(RowError) -> InfluxDBPointTime {
        let number = measurement.timeNumber
        let name = measurement.table.columns[number].name
        let cell = scanner.cells[number]
        guard cell.kind == .plainString,
            let time = RFC3339Time.nanoseconds(record.value[cell.range])
        else { throw RowError(record, "its \(name) is no time in UTC") }
        guard time <= latestEventTimeNanoseconds else {
            throw RowError(record, "its \(name) lies too far in the future")
        }
        guard let point = InfluxDBPointTime(recordNanoseconds: time, identity: identity) else {
            throw RowError(record, "InfluxDB has no such time as its \(name)")
        }
        return point
    }

    /// Appends the measurement and the tags.
    private func appendSeries(
        of record: BusRecord, bucket: UInt8, to lines: inout [UInt8]
    ) throws(RowError) {
        lines += measurement.name
        for (place, column) in measurement.tags.enumerated() {
            if place == measurement.tagsBeforeBucket { Self.appendBucket(bucket, to: &lines) }
            try appendTag(place, column, of: record, to: &lines)
        }
        if measurement.tagsBeforeBucket == measurement.tags.count {
            Self.appendBucket(bucket, to: &lines)
        }
    }

    private static func appendBucket(_ bucket: UInt8, to lines: inout [UInt8]) {
        lines.append(UInt8(ascii: ","))
        lines += InfluxDBMeasurement.bucketTag.utf8
        lines.append(UInt8(ascii: "="))
        lines.append(bucket < 10 ? UInt8(ascii: "0") + bucket : UInt8(ascii: "a") + bucket - 10)
    }

    /// Appends a tag; nothing where the record has none or an empty one, which is the same to
    /// InfluxDB and which it refuses in a line.
    private func appendTag(
        _ place: Int, _ column: InfluxDBMeasurement.Column, of record: BusRecord,
        to lines: inout [UInt8]
    ) throws(RowError) {
        let cell = scanner.cells[column.number]
        switch cell.kind {
        case .absent: return
        case .array, .object: throw RowError(record, "its \(name(column)) isn't a single value")
        case .number, .truth, .plainString, .escapedString: break
        }
        guard !cell.range.isEmpty else { return }
        guard cell.range.count <= InfluxDBTagValues.maximumBytes else {
            throw RowError(
                record,
                "its \(name(column)) is longer than a tag's \(InfluxDBTagValues.maximumBytes) bytes"
            )
        }
        var hash = InfluxDBIdentity()
        hash.append(record.value, cell.range)
        guard tagValues.admit(hash.value, tag: place) else {
            throw RowError(
                record,
                "its \(name(column)) isn't one of the first \(InfluxDBTagValues.maximumValues) "
                    + "values, and each further one costs the database a series")
        }
        lines += column.prefix
        if cell.kind == .escapedString {
            unescape(cell, of: record)
            LineProtocol.appendTag(unescaped, unescaped.indices, .influxDB, to: &lines)
        } else {
            LineProtocol.appendTag(record.value, cell.range, .influxDB, to: &lines)
        }
    }

    /// Notes the record's point, and refuses the record where another one lies there.
    private func enter(
        _ record: BusRecord, _ point: InfluxDBPointTime, owner: UInt64, series: Range<Int>,
        of lines: [UInt8]
    ) throws(RowError) {
        var hash = InfluxDBIdentity()
        hash.append(lines, series)
        hash.append(UInt64(bitPattern: point.nanoseconds))
        guard !register.enter(hash.value, owner: owner) else { return }
        collisions += 1
        throw RowError(record, "another record lies on its point, series and time being the same")
    }

    private func appendFields(of record: BusRecord, to lines: inout [UInt8]) throws(RowError) {
        absent.removeAll(keepingCapacity: true)
        var separator = UInt8(ascii: " ")
        for column in measurement.fields {
            let place = lines.count
            let cell = scanner.cells[column.number]
            if cell.kind == .absent {
                guard measurement.isRevisable else { continue }
                guard column.content == .text || column.content == .json else {
                    noteAbsent(column)
                    continue
                }
                lines += column.prefix
                lines += "\"\"".utf8
            } else {
                lines += column.prefix
                try appendValue(cell, column, of: record, to: &lines)
            }
            // The prefix begins with a comma, which the first field doesn't have.
            lines[place] = separator
            separator = UInt8(ascii: ",")
        }
        if measurement.isRevisable {
            lines.append(separator)
            lines += "\(InfluxDBMeasurement.absentField)=".utf8
            LineProtocol.appendString(absent, absent.indices, .influxDB, to: &lines)
        }
    }

    private func noteAbsent(_ column: InfluxDBMeasurement.Column) {
        if !absent.isEmpty { absent.append(UInt8(ascii: " ")) }
        absent += measurement.table.columns[column.number].name.utf8
    }

    private func appendValue(
        _ cell: RowCell, _ column: InfluxDBMeasurement.Column, of record: BusRecord,
        to lines: inout [UInt8]
    ) throws(RowError) {
        let text = record.value
        switch (column.content, cell.kind) {
        case (.integer, .number):
            guard LineProtocol.appendInteger(text, cell.range, to: &lines) else {
                throw RowError(record, "its \(name(column)) isn't a whole number of 64 bits")
            }
        case (.integer, .truth):
            let isTrue = text[cell.range.lowerBound] == UInt8(ascii: "t")
            LineProtocol.appendInteger(isTrue ? 1 : 0, to: &lines)
        case (.integer, _): throw RowError(record, "its \(name(column)) isn't a whole number")
        case (.real, .number):
            guard LineProtocol.appendReal(text, cell.range, to: &lines) else {
                throw RowError(record, "its \(name(column)) is too large a number")
            }
        case (.real, _): throw RowError(record, "its \(name(column)) isn't a number")
        case (_, .escapedString):
            unescape(cell, of: record)
            try appendString(unescaped, unescaped.indices, column, of: record, to: &lines)
        default: try appendString(text, cell.range, column, of: record, to: &lines)
        }
    }

    private func appendString(
        _ text: [UInt8], _ range: Range<Int>, _ column: InfluxDBMeasurement.Column,
        of record: BusRecord, to lines: inout [UInt8]
    ) throws(RowError) {
        guard range.count <= Self.maximumStringBytes else {
            throw RowError(
                record, "its \(name(column)) is longer than \(Self.maximumStringBytes) bytes")
        }
        LineProtocol.appendString(text, range, .influxDB, to: &lines)
    }

    private func unescape(_ cell: RowCell, of record: BusRecord) {
        unescaped.removeAll(keepingCapacity: true)
        JSONText.appendUnescaped(record.value, cell.range, to: &unescaped)
    }

    private func name(_ column: InfluxDBMeasurement.Column) -> String {
        measurement.table.columns[column.number].name
    }
}
