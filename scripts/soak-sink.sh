#!/usr/bin/env bash
# What an absence of the database costs: a QuestDB is held up for half of the time and killed for the
# other half, while captures of ever more sensors go on being processed; then it comes back. The
# sink's memory is sampled, and at the end rows are compared with records.
#   scripts/soak-sink.sh [SECONDS]
# Ends with 1 where memory has grown in the last third, where a row is missing, or where one is there
# twice. WEIR names the binary, FILL_SECONDS how often another sensor's capture comes. QUESTDB_TOOL names
# the script that starts a server; by default it is looked for beside the project. Where there is none,
# or no Java, one line says so.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
fill=${FILL_SECONDS:-30}
weir=${WEIR:-.build/release/weir}
tool=${QUESTDB_TOOL:-${SHARED:-../shared}/questdb/questdb}
if [ ! -x "$tool" ] || ! command -v java >/dev/null; then
    echo "skipped: no QuestDB at hand, or no Java"
    exit 0
fi
mkdir -p .build/soak
dir=$(mktemp -d "$PWD/.build/soak/sink.XXXXXX")
children=()
finish() {
    local child
    for child in "${children[@]+"${children[@]}"}"; do kill "$child" 2>/dev/null || true; done
    wait
    "$tool" stop "$dir/server" >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

bus=sqlite:$dir/bus
"$weir" topics apply --bus "$bus" >/dev/null
url=$("$tool" start "$dir/server")
query() { curl -sS -G "$url/exec" --data-urlencode "query=$1" | sed 's/.*"dataset":\[\[\([0-9]*\).*/\1/'; }

# Another sensor's capture again and again, until the file `end` is there.
feed() {
    local sensor=0
    while [ ! -e "$dir/end" ]; do
        sensor=$((sensor + 1))
        "$weir" agent --read examples/office.pcap.gz --sensor "soak-$sensor" --bus "$bus" >/dev/null 2>&1
        sleep "$fill"
    done
}
"$weir" process --bus "$bus" >"$dir/process.log" 2>&1 &
children+=($!)
"$weir" sink "questdb:$url" --bus "$bus" >"$dir/sink.log" 2>&1 &
sink=$!
children+=("$sink")
feed &
feeder=$!

resident() { awk '/^VmRSS/ { print $2 }' "/proc/$sink/status"; }
rows_there() { [ "$(query 'SELECT count() FROM statistic' 2>/dev/null)" -gt 0 ] 2>/dev/null; }
for _ in $(seq 600); do
    if rows_there; then break; fi
    sleep 0.2
done
echo "0 s: rows come in, $(resident) kB"

"$tool" pause "$dir/server"
interval=$((seconds / 60 > 0 ? seconds / 60 : 1))
began=$SECONDS
state=paused
while [ $((SECONDS - began)) -lt "$seconds" ]; do
    if [ $state = paused ] && [ $((SECONDS - began)) -ge $((seconds / 2)) ]; then
        "$tool" kill "$dir/server"
        state=killed
    fi
    sleep "$interval"
    echo "$((SECONDS - began)) $(resident)" >>"$dir/samples"
    tail -n 1 "$dir/samples" | awk -v s=$state '{ printf "%d s: %s, %d kB\n", $1, s, $2 }'
done
touch "$dir/end"
wait "$feeder"
back=$SECONDS
"$tool" restart "$dir/server"
# What is on the bus once it is all processed: the same process works it off and ends.
kill "${children[0]}"
wait "${children[0]}" || true
"$weir" process --bus "$bus" --until-end >/dev/null 2>&1
flows=$("$weir" tap flows --bus "$bus" --until-end | wc -l)
statistics=$("$weir" tap statistics --bus "$bus" --until-end | wc -l)
alerts=$("$weir" tap alerts --bus "$bus" --until-end |
    grep -o '"event_type":"alert","uid":"[^"]*"' | sort -u | wc -l)
wanted="$flows $statistics $alerts"
for _ in $(seq 1200); do
    found="$(query 'SELECT count() FROM flow') $(query 'SELECT count() FROM statistic') $(query 'SELECT count() FROM alert')"
    if [ "$found" = "$wanted" ]; then break; fi
    sleep 0.5
done
echo "flows, statistics, alerts: $wanted on the bus, $found in the database $((SECONDS - back)) s after it came back; sink $(resident) kB"
status=0
[ "$found" = "$wanted" ] || { echo "rows and records differ: see the sink's words"; tail -n 5 "$dir/sink.log"; status=1; }
awk -v all="$(wc -l <"$dir/samples")" '
    NR * 3 > all && NR * 3 <= 2 * all && $2 > middle { middle = $2 }
    NR * 3 > 2 * all && $2 > last { last = $2 }
    END {
        printf "at most %d kB in the middle third, %d kB in the last\n", middle, last
        exit last > middle * 1.1 + 4096 }' "$dir/samples" || status=1
exit $status
