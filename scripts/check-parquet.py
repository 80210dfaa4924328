"""Reads Parquet files by pyarrow and DuckDB and compares them with the records that they were made of.

  check-parquet.py --tiny FILE           the tests' smallest file
  check-parquet.py FOLDER RECORDS        a sink's folder; RECORDS has a line {"table":…,"value":…} a record
  check-parquet.py --rows FOLDER         prints all rows of a sink's folder, a line each
Prints what differs and ends with 1 where anything does.
"""

import collections
import datetime
import glob
import json
import os
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet

EPOCH = datetime.datetime(1970, 1, 1)
problems = []
# Which columns are JSON, which datasets don't tell.
json_columns = set()


def expect(condition, text):
    if not condition and len(problems) < 20:
        problems.append(text)


def nanoseconds(text):
    """The nanoseconds since the epoch of a time as records write it."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    seconds = (datetime.datetime.fromisoformat(whole) - EPOCH) // datetime.timedelta(seconds=1)
    return seconds * 10**9 + int(fraction.ljust(9, "0") or 0)


def flatten(record, columns, prefix="", row=None):
    """A record's members by the columns' names."""
    row = {} if row is None else row
    for name, value in record.items():
        path = f"{prefix}_{name}" if prefix else name
        if path not in columns and isinstance(value, dict):
            flatten(value, columns, path, row)
        else:
            row[path] = value
    return row


def bits(value):
    """A double's bits, so that both zeros differ."""
    return struct.pack("<d", float(value))


def expected(value, field):
    """What a column has for a record's value."""
    kind = field.type
    if value is None:
        return None
    if pa.types.is_timestamp(kind):
        return nanoseconds(value) // 1000
    if pa.types.is_boolean(kind):
        return bool(value)
    if pa.types.is_int64(kind):
        return int(value)
    if pa.types.is_float64(kind):
        return bits(value)
    if is_json(field):
        return json.dumps(value, sort_keys=True)
    if pa.types.is_list(kind):
        return [expected(element, kind.value_field) for element in value]
    return value if isinstance(value, str) else json.dumps(value)


def is_json(field):
    return field.name in json_columns


def found(value, field):
    """What a reader gives for a column's value, in the form of `expected`."""
    if value is None:
        return None
    if pa.types.is_float64(field.type):
        return bits(value)
    if is_json(field):
        return json.dumps(json.loads(value), sort_keys=True)
    return value


def arrow_rows(table):
    columns = []
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        columns.append(column.to_pylist())
    return [dict(zip(table.column_names, row)) for row in zip(*columns)]


def compare(rows, wanted, schema, key, reader):
    expect(len(rows) == len(wanted), f"{reader}: {len(rows)} rows, not {len(wanted)}")
    by_key = {tuple(row[name] for name in key): row for row in rows}
    expect(len(by_key) == len(rows), f"{reader}: rows come twice")
    for identity, row in wanted.items():
        other = by_key.get(identity)
        if other is None:
            expect(False, f"{reader}: {identity} is missing")
            continue
        for field in schema:
            if field.name in ("date", "hour"):
                continue
            want = expected(row.get(field.name), field)
            if field.name.endswith("_nanoseconds"):
                text = row.get(field.name.removesuffix("_nanoseconds"))
                want = (nanoseconds(text) % 1000 or None) if text else None
            have = found(other[field.name], field)
            expect(want == have, f"{reader}: {identity} {field.name}: {have!r}, not {want!r}")


def check_statistics(path):
    file = parquet.ParquetFile(path)
    metadata = file.metadata
    expect(metadata.created_by.startswith("weir version "), metadata.created_by)
    expect(b"weir.table" in metadata.metadata, f"{path} doesn't say its table")
    expect(sum(metadata.row_group(g).num_rows for g in range(metadata.num_row_groups))
           == metadata.num_rows, f"{path}: rows of the row groups")
    used = 0
    for group in range(metadata.num_row_groups):
        table = file.read_row_group(group)
        for number in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(number)
            expect(chunk.compression == "ZSTD", f"{chunk.path_in_schema}: {chunk.compression}")
            used += "RLE_DICTIONARY" in chunk.encodings
            name = chunk.path_in_schema.split(".")[0]
            column = table.column(name)
            if pa.types.is_list(column.type):
                continue
            statistics = chunk.statistics
            where = f"{path} {group} {name}"
            expect(statistics.null_count == column.null_count, f"{where}: nulls")
            values = [value for value in arrow_values(column) if value is not None]
            if name in json_columns or not values:
                expect(not statistics.has_min_max, f"{where}: bounds")
                continue
            low, high = min(values), max(values)
            if isinstance(low, bytes) and max(len(low), len(high)) > 128:
                expect(not statistics.has_min_max, f"{where}: bounds")
                continue
            expect(statistics.has_min_max, f"{where} has no bounds")
            if not statistics.has_min_max:
                continue
            have = plain(statistics.min), plain(statistics.max)
            expect(have == (low, high), f"{where}: {have}, not {(low, high)}")
    return used


def arrow_values(column):
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.int64()).to_pylist()
    if pa.types.is_string(column.type):
        return [value if value is None else value.encode() for value in column.to_pylist()]
    return column.to_pylist()


def plain(value):
    if isinstance(value, datetime.datetime):
        return (value.replace(tzinfo=None) - EPOCH) // datetime.timedelta(microseconds=1)
    return value.encode() if isinstance(value, str) else value


def check_folder(folder, records_path):
    keys = {"flows": ["uid"], "alerts": ["uid", "revision"],
            "statistics": ["sensor", "session", "entity", "statistic", "timestamp"]}
    records = collections.defaultdict(list)
    for line in open(records_path, encoding="utf-8"):
        record = json.loads(line)
        records[record["table"]].append(record["value"])
    used = 0
    for table, values in records.items():
        key = keys[table]
        top = os.path.join(folder, table)
        paths = glob.glob(f"{top}/**/*.parquet", recursive=True)
        schema = parquet.ParquetFile(paths[0]).schema
        json_columns.update(column.name for column in (schema.column(i) for i in range(len(schema)))
                            if "JSON" in str(column.logical_type).upper())
        data = dataset.dataset(top, partitioning="hive").to_table()
        wanted = {}
        for value in values:
            row = flatten(value, set(data.column_names))
            identity = tuple(nanoseconds(row[name]) // 1000 if name == "timestamp" else row[name]
                             for name in key)
            wanted[identity] = row
        rows = arrow_rows(data)
        compare(rows, wanted, data.schema, key, "pyarrow")
        for row in rows:
            hour = EPOCH + datetime.timedelta(microseconds=row["timestamp"])
            place = (str(row["date"]), int(row["hour"]))
            expect(place == (hour.strftime("%Y-%m-%d"), hour.hour), f"{row['timestamp']} in {place}")
        check_duckdb(top, data.schema, wanted, key)
        for path in paths:
            used += check_statistics(path)
    expect(used > 0, "no column has a dictionary")
    expect(len(json_columns) > 1, f"only {json_columns} are JSON")


def count_rows(source, condition):
    return duckdb.sql(f"SELECT count(*) FROM {source} WHERE {condition}").fetchall()[0][0]


def check_duckdb(top, schema, wanted, key):
    source = f"read_parquet('{top}/**/*.parquet', hive_partitioning = true)"
    times = [field.name for field in schema if pa.types.is_timestamp(field.type)]
    replaced = ", ".join(f"epoch_us({name}) AS {name}" for name in times)
    answer = duckdb.sql(f"SELECT * REPLACE ({replaced}) FROM {source}")
    names = answer.columns
    rows = [dict(zip(names, row)) for row in answer.fetchall()]
    compare(rows, wanted, schema, key, "DuckDB")
    # By partition, and by a column that row groups have bounds of.
    counts = collections.Counter(row["timestamp"][:13] for row in wanted.values())
    for hour, count in counts.items():
        date, number = hour.split("T")
        have = count_rows(source, f"date = '{date}' AND hour = {int(number)}")
        expect(have == count, f"DuckDB: {have} rows in {hour}, not {count}")
    # One column in eight of those that anything can be asked of.
    for field in list(schema)[::8]:
        if pa.types.is_int64(field.type):
            want = collections.Counter(
                int(row[field.name]) for row in wanted.values() if row.get(field.name) is not None)
            for value, count in want.most_common(2):
                have = count_rows(source, f"{field.name} = ({value})")
                expect(have == count, f"DuckDB: {have} rows of {field.name} = {value}, not {count}")
        elif pa.types.is_string(field.type):
            want = collections.Counter(
                row[field.name] for row in wanted.values()
                if isinstance(row.get(field.name), str) and row[field.name].isalnum())
            for value, count in want.most_common(2):
                have = count_rows(source, f"{field.name} = '{value}'")
                expect(have == count, f"DuckDB: {have} rows of {field.name} = {value}, not {count}")


def check_tiny(path):
    when = 1714564800000001
    wanted = []
    for number in range(2):
        wanted.append((number, "näme", [1, None], when, True, 0.5, {"a": [1]}))
        wanted.append((-2**63, None, [], None, None, None, None))
    names = ["key", "name", "tags", "when", "is", "value", "more"]
    table = parquet.read_table(path)
    rows = [tuple(row[name] for name in names) for row in arrow_rows(table)]
    answer = duckdb.sql(
        f"""SELECT key, name, tags, epoch_us("when"), "is", value, more FROM '{path}'""").fetchall()
    for reader, rows in [("pyarrow", rows), ("DuckDB", answer)]:
        rows = [row[:6] + (json.loads(row[6]) if row[6] else None,) for row in rows]
        expect(rows == wanted, f"{reader}: {rows}")
    metadata = parquet.read_metadata(path)
    expect(metadata.num_row_groups == 2, "row groups")
    expect(metadata.metadata[b"k"] == b"v", "key-value metadata")
    expect(str(table.schema.field("when").type) == "timestamp[us, tz=UTC]", "the type of times")
    expect(metadata.row_group(1).column(0).statistics.max == 1, "bounds")


def print_rows(folder):
    for table in ("flows", "statistics", "alerts"):
        top = os.path.join(folder, table)
        if os.path.isdir(top):
            for row in arrow_rows(dataset.dataset(top, partitioning="hive").to_table()):
                print(table, json.dumps(row, sort_keys=True))


if sys.argv[1] == "--tiny":
    check_tiny(sys.argv[2])
elif sys.argv[1] == "--rows":
    print_rows(sys.argv[2])
else:
    check_folder(sys.argv[1], sys.argv[2])
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
