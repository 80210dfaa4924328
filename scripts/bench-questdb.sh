#!/usr/bin/env bash
# Measures rows per second of the QuestDB sink, those of all three tables together, beside curl that
# posts the same lines, made beforehand, to the same server in the same run: office captures of several
# sensors.
#   scripts/bench-questdb.sh [SENSORS]
# QUESTDB_TOOL names the script that starts a server; by default it is looked for beside the project.
# Where there is none, or no Java, one line says so.
set -euo pipefail
cd "$(dirname "$0")/.."

sensors=${1:-24}
tool=${QUESTDB_TOOL:-${SHARED:-../shared}/questdb/questdb}
if [ ! -x "$tool" ] || ! command -v java >/dev/null; then
    echo "skipped: no QuestDB at hand, or no Java"
    exit 0
fi
mkdir -p .build/bench
dir=$(mktemp -d "$PWD/.build/bench/questdb.XXXXXX")
trap '"$tool" stop "$dir/server" >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
weir=.build/release/weir
"$weir" topics apply --bus "sqlite:$dir/bus" >/dev/null
for sensor in $(seq "$sensors"); do
    "$weir" agent --read examples/office.pcap.gz --sensor "bench-$sensor" --bus "sqlite:$dir/bus" >/dev/null 2>&1
done
"$weir" process --bus "sqlite:$dir/bus" --until-end >/dev/null 2>&1
url=$(QUESTDB_HEAP=${QUESTDB_HEAP:-2g} "$tool" start "$dir/server")

seconds() { # COMMAND…: how long it takes
    local begin
    begin=$(date +%s.%N)
    "$@" >/dev/null
    echo "$(date +%s.%N) $begin" | awk '{ printf "%.3f", $1 - $2 }'
}
query() { curl -sS -G "$url/exec" --data-urlencode "query=$1"; }
# The server sorts in what it has taken after it has said so: nobody is to pay for the rows of the one before.
settle() {
    until query "SELECT count() FROM wal_tables() WHERE writerTxn < sequencerTxn" | grep -q '"dataset":\[\[0\]\]'
    do :; done
}
empty() {
    for table in flow alert statistic; do query "TRUNCATE TABLE $table" >/dev/null; done
    settle
}

for columns in standard all; do
    # The lines as the sink would send them, a file a request, and what curl posts one after the other.
    rm -rf "$dir/lines" && mkdir "$dir/lines"
    "$weir" sink "questdb:$url" --bus "sqlite:$dir/bus" --columns "$columns" --dry-run |
        awk -v dir="$dir/lines" '
            /^#/ { file = sprintf("%s/%05d", dir, ++n); next }
            { print >file }'
    rows=$(cat "$dir/lines"/* | wc -l)
    for file in "$dir/lines"/*; do
        [ "$file" = "$dir/lines/00001" ] || echo next
        printf 'url = "%s/write?precision=n"\ndata-binary = "@%s"\nheader = "Expect:"\nfail\nsilent\n' \
            "$url" "$file"
    done >"$dir/curl"
    # Once for the tables, and so that both find the server warm.
    "$weir" sink "questdb:$url" --bus "sqlite:$dir/bus" --columns "$columns" \
        --group "first-$columns" --until-end >/dev/null 2>&1
    empty
    curl=$(seconds curl -K "$dir/curl")
    empty
    sink=$(seconds "$weir" sink "questdb:$url" --bus "sqlite:$dir/bus" --columns "$columns" \
        --group "second-$columns" --until-end)
    echo "$rows $curl $sink" | awk -v c="$columns" '{
        printf "QuestDB, %s columns: %d rows, curl %.0f rows/s, sink %.0f rows/s, %.2f of it\n",
            c, $1, $1 / $2, $1 / $3, $2 / $3 }'
done
