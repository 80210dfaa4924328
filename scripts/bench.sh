#!/usr/bin/env bash
# Measures packets per second of each stage, beside peers that run on the same capture in the same
# run: `tcpdump -r FILE -w /dev/null` and, where its source is at hand, a C program that only parses
# and hashes.
#   scripts/bench.sh [FILE]
# Without FILE, a capture is put together from real ones where they are at hand (a script beside the
# project), else from a seed.
set -euo pipefail
cd "$(dirname "$0")/.."

shared=${SHARED:-../shared}
bench=.build/bench
mkdir -p "$bench"
command -v tcpdump >/dev/null || apt-get install -y -q --no-install-recommends tcpdump >/dev/null
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

# Prints the packets per second of a peer, from its own time.
peer() {
    local name=$1 packets=$2 start end
    shift 2
    start=$(date +%s.%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s.%N)
    awk -v n="$name" -v p="$packets" -v s="$start" -v e="$end" \
        'BEGIN { printf "%-44s %8.2f\n", n, p / (e - s) / 1e6 }'
}

cat "$file" >/dev/null   # so that every reader finds the file in memory
packets=$(tcpdump -r "$file" -w /dev/null 2>&1 >/dev/null | grep -o '[0-9]* packets' | head -n 1 | cut -d' ' -f1 || true)
[ -n "$packets" ] || packets=$("$program" "$file" 2>/dev/null | head -n 0; capinfos -c -M -T -r "$file" 2>/dev/null | awk '{print $2}')
if [ -e "$shared/bench/flowhash.c" ]; then
    [ -x "$bench/flowhash" ] || gcc -O3 -march=native "$shared/bench/flowhash.c" -o "$bench/flowhash" -lpcap
fi

KAFKA_HEAP=${KAFKA_HEAP:-1g} scripts/with-kafka.sh true 2>/dev/null | grep skipped || true
if [ -x "${KAFKA_TOOL:-$shared/kafka/kafka}" ] || [ -n "${WEIR_TEST_KAFKA:-}" ]; then
    KAFKA_HEAP=1g scripts/with-kafka.sh sh -c "$program '$file' \"\$WEIR_TEST_KAFKA\""
else
    "$program" "$file"
fi
packets=${packets:-2000000}
peer "tcpdump -r FILE -w /dev/null" "$packets" tcpdump -r "$file" -w /dev/null
if [ -x "$bench/flowhash" ]; then
    "$bench/flowhash" "$file" | sed 's/^/flowhash.c (libpcap, parse, hash): /'
fi
