#!/usr/bin/env bash
# Measures packets per second of each stage, beside peers that run on the same capture in the same
# run: `tcpdump -r FILE -w /dev/null`, nDPI's own program that only labels flows and, where its source
# is at hand, a C program that only parses and hashes.
#   scripts/bench.sh [FILE]
# Without FILE, a capture is put together from real ones where they are at hand (a script beside the
# project), else from a seed.
set -euo pipefail
cd "$(dirname "$0")/.."

shared=${SHARED:-../shared}
bench=.build/bench
mkdir -p "$bench"
if ! command -v tcpdump >/dev/null || ! command -v ndpiReader >/dev/null || ! command -v zstd >/dev/null
then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get install -y -q --no-install-recommends tcpdump libndpi-bin zstd >/dev/null
fi
swift build -c release --product PipelineBenchmark >/dev/null
program=.build/release/PipelineBenchmark

file=${1:-}
if [ -z "$file" ]; then
    file=$bench/bench.pcap
    if [ ! -e "$file" ] && [ -e "$shared/bench/make_bench_pcap.py" ]; then
        [ -d "$bench/venv" ] || { python3 -m venv "$bench/venv"; "$bench/venv/bin/pip" install -q numpy; }
        "$bench/venv/bin/python" "$shared/bench/make_bench_pcap.py" \
            --in "$shared/data/correctness" --out "$file" >/dev/null
    elif [ ! -e "$file" ]; then
        "$program" --make "$file"
    fi
fi
echo "capture: $(basename "$file"), $(du -h "$file" | cut -f1)"

cat "$file" >/dev/null # so that every reader finds the file in memory
if [ -n "${WEIR_TEST_KAFKA:-}" ] || [ -x "${KAFKA_TOOL:-$shared/kafka/kafka}" ]; then
    # shellcheck disable=SC2016  # the broker's address is known inside only
    KAFKA_HEAP=${KAFKA_HEAP:-1g} scripts/with-kafka.sh \
        sh -c '"$1" "$2" "$WEIR_TEST_KAFKA"' bench "$program" "$file" | tee "$bench/result"
    # How late alerts are, with live agents and a commit every 200 ms.
    # shellcheck disable=SC2016
    scripts/with-kafka.sh \
        sh -c '"$1" --latency "$WEIR_TEST_KAFKA" 200 60' bench "$program"
else
    "$program" "$file" | tee "$bench/result"
fi
packets=$(awk '/packets$/ { print $1 }' "$bench/result")

# The meter alone with few and with many flows open at once, each in a process of its own so that
# the memory is its own.
for flows in 10000 1000000; do "$program" --open-flows "$flows"; done

# How long a task's snapshot takes, and going on from it.
"$program" --restore 100000

# What a packet takes on the topic, raw and as a producer compresses batches, each for itself.
folder=$bench/batches
rm -rf "$folder" && mkdir -p "$folder"
"$program" --batches "$file" "$folder" >/dev/null
raw=$(cat "$folder"/* | wc -c)
find "$folder" -name '*.batch' -print0 | xargs -0 zstd -q -1 --rm
compressed=$(cat "$folder"/* | wc -c)
rm -rf "$folder"
awk -v p="$packets" -v r="$raw" -v c="$compressed" \
    'BEGIN { printf "a packet on the topic: %.1f bytes, %.1f after zstd at level 1\n", r / p, c / p }'

# Rows of the whole pipeline's topics into files: rows per second by the wall clock, and what a row
# takes on disk.
rm -rf "$bench/sinks" && mkdir -p "$bench/sinks"
.build/release/weir run "$file" --bus "sqlite:$bench/sinks/weir.db" >/dev/null 2>&1
for kind in csv parquet; do
    seconds=$({ TIMEFORMAT=%R; time .build/release/weir sink "$kind:$bench/sinks/$kind" \
        --bus "sqlite:$bench/sinks/weir.db" --until-end >/dev/null 2>&1; } 2>&1)
    [ "$kind" = csv ] && rows=$(($(cat "$bench"/sinks/csv/*.csv | wc -l) - 3)) \
        && flows=$(($(wc -l <"$bench/sinks/csv/flows.csv") - 1))
    awk -v k="$kind" -v r="$rows" -v s="$seconds" \
        'BEGIN { printf "sink %s: %.0f rows/s (%d rows)\n", k, r / s, r }'
done
zstd -q -3 "$bench/sinks/csv/flows.csv"
csv=$(stat -c %s "$bench/sinks/csv/flows.csv.zst")
parquet=$(find "$bench/sinks/parquet/flows" -name '*.parquet' -exec cat {} + | wc -c)
awk -v f="$flows" -v c="$csv" -v p="$parquet" \
    'BEGIN { printf "a flow on disk: %.1f bytes as CSV after zstd at level 3, %.1f as Parquet\n", c / f, p / f }'
rm -rf "$bench/sinks"

# Peers: packets per second by the wall clock and per second of processor time.
peer() {
    local name=$1
    shift
    /usr/bin/env TIMEFORMAT='%R %U %S' bash -c 'time "$@" >/dev/null 2>&1' bench "$@" 2>&1 |
        awk -v p="$packets" -v n="$name" \
            '{ printf "%-46s %6.2f %16.2f\n", n, p / $1 / 1e6, p / ($2 + $3) / 1e6 }'
}
peer "tcpdump -r FILE -w /dev/null" tcpdump -r "$file" -w /dev/null
peer "ndpiReader: the same nDPI, labels alone" ndpiReader -q -i "$file"

# The C program that only parses and hashes, where its source is at hand.
if [ -e "$shared/bench/flowhash.c" ]; then
    gcc -O3 -march=native "$shared/bench/flowhash.c" -o "$bench/flowhash" -lpcap
    "$bench/flowhash" "$file" | awk '{
        for (i = 1; i <= NF; i++) { split($i, kv, "="); v[kv[1]] = kv[2] }
        printf "%-46s %6.2f %16.2f %8d\n", "flowhash.c: libpcap, parse, hash",
            v["Mpps"], v["packets"] / (v["user"] + v["sys"]) / 1e6, v["rss_kb"] / 1024 }'
fi

# The QuestDB sink, beside curl.
scripts/bench-questdb.sh

# The InfluxDB sink, beside curl.
scripts/with-influxdb.sh scripts/bench-influxdb.sh
