#!/usr/bin/env bash
# Measures how many rows a second the InfluxDB sink writes, beside curl that posts the same requests,
# prepared beforehand, in the same run: each into an empty server of its own.
#   scripts/with-influxdb.sh scripts/bench-influxdb.sh [CAPTURE…]
set -euo pipefail
cd "$(dirname "$0")/.."

weir=${WEIR:-.build/release/weir}
folder=$(mktemp -d "$PWD/.build/bench-influxdb.XXXXXX")
tool=
server=
finish() {
    [ -z "$server" ] || "$tool" stop "$server" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT

seconds() { date +%s.%N; }

# Starts an empty server; its address in url.
begin() {
    server=$(mktemp -d -u "$folder/server.XXXXXX")
    url=$("$tool" start "$server" | tail -n 1)
    [ "$api" = v2 ] || curl -sf -o /dev/null -X POST "$url/query?q=CREATE%20DATABASE%20%22weir%22"
}

end() {
    "$tool" stop "$server" >/dev/null
    server=
}

captures=("$@")
[ ${#captures[@]} -gt 0 ] || captures=(examples/office.pcap.gz)
"$weir" run "${captures[@]}" --bus "sqlite:$folder/weir.db" --summary json >/dev/null

measure() { # a label; api, tool and options are set
    local begun posted written rows file
    begin
    "$weir" sink "influxdb:$url/weir" --bus "sqlite:$folder/weir.db" "${options[@]}" --dry-run \
        >"$folder/lines"
    # A file for each request; its first line is a comment that names the target.
    rm -f "$folder"/request.*
    csplit -s -z -n 5 -f "$folder/request." "$folder/lines" '/^# POST /' '{*}'
    rows=$(grep -vc '^#' "$folder/lines")
    begun=$(seconds)
    for file in "$folder"/request.*; do
        curl -sSf -o /dev/null -H "Expect:" -H "Authorization: Token weir-token" \
            --data-binary "@$file" "$url$(sed -n '1s/^# POST //p;1q' "$file")"
    done
    posted=$(awk -v b="$begun" -v e="$(seconds)" 'BEGIN { print e - b }')
    end
    begin
    begun=$(seconds)
    "$weir" sink "influxdb:$url/weir" --bus "sqlite:$folder/weir.db" "${options[@]}" \
        --group "bench-$1" --until-end
    written=$(awk -v b="$begun" -v e="$(seconds)" 'BEGIN { print e - b }')
    end
    awk -v n="$rows" -v p="$posted" -v w="$written" -v label="$1" 'BEGIN {
        printf "InfluxDB %s: sink %.0f rows/s, curl %.0f rows/s, %.2f of it\n", label, n / w, n / p, p / w
    }'
}

export WEIR_INFLUXDB_TOKEN=weir-token
if [ -n "${INFLUXDB_TOOL:-}" ]; then
    api=v2 tool=$INFLUXDB_TOOL options=(--api v2 --organization weir)
    measure 2
fi
if [ -n "${INFLUXDB1_TOOL:-}" ]; then
    unset WEIR_INFLUXDB_TOKEN
    api=v1 tool=$INFLUXDB1_TOOL options=(--api v1)
    measure 1
fi
