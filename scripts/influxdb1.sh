#!/usr/bin/env bash
# A real InfluxDB 1 on loopback, for tests and benchmarks: Debian's influxdb, with ports and files of
# its own. Nothing of the machine's own InfluxDB is read or touched; where there is none, the package
# is unpacked under .build and not installed, since an installed one starts a service.
#   scripts/influxdb1.sh fetch               make sure that there is one
#   scripts/influxdb1.sh start DIR [--auth]   prints its address; DIR must not be in use. --auth: with
#                                            logins: admin with admin-secret, who may do everything,
#                                            and weir with weir-secret, who may write the database weir
#   scripts/influxdb1.sh stop|kill|pause|resume|restart DIR
#   scripts/influxdb1.sh query DIR INFLUXQL   the answer as JSON, from the database weir
set -euo pipefail

die() { echo "influxdb1: $*" >&2; exit 1; }

unpacked=$(cd "$(dirname "$0")/.." && pwd)/.build/influxdb1

# The server's program: the machine's own where it is of version 1, else the unpacked one.
program() {
    local path
    for path in "$(command -v influxd || true)" "$unpacked/usr/bin/influxd"; do
        if [ -x "$path" ] && "$path" version 2>&1 | grep -q ' v\?1\.'; then
            echo "$path"
            return
        fi
    done
    return 1
}

fetch() {
    program >/dev/null && return
    mkdir -p "$unpacked"
    (cd "$unpacked" && apt-get download -q influxdb && dpkg -x influxdb_*.deb .) >&2
    program >/dev/null || die "Debian's influxdb isn't InfluxDB 1"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    for _ in $(seq 1 200); do
        port=$((20000 + RANDOM % 12000))
        if ! listens "$port"; then
            echo "$port"
            return
        fi
    done
    die "no free port"
}

configure() { # DIR true|false: whether there are logins
    cat >"$1/influxdb.conf" <<EOF
reporting-disabled = true
bind-address = "127.0.0.1:$(cat "$1/rpc-port")"
[meta]
  dir = "$1/meta"
[data]
  dir = "$1/data"
  wal-dir = "$1/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[http]
  bind-address = "127.0.0.1:$(cat "$1/port")"
  log-enabled = false
  auth-enabled = $2
EOF
}

begin() { # DIR
    nohup "$(program)" -config "$1/influxdb.conf" >>"$1/log" 2>&1 </dev/null &
    echo $! >"$1/pid"
    disown
}

launch() { # DIR: and waits until it answers
    local dir=$1 attempts=0
    begin "$dir"
    for _ in $(seq 1 240); do
        if curl -sf -o /dev/null "http://127.0.0.1:$(cat "$dir/port")/ping"; then return; fi
        if ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
            # Its port may still be held by the one that was killed.
            attempts=$((attempts + 1))
            [ $attempts -lt 20 ] || die "the server ended: $(tail -n 3 "$dir/log")"
            begin "$dir"
        fi
        sleep 0.25
    done
    die "it doesn't answer after 60 s: see $dir/log"
}

make_users() { # DIR: while there is no administrator, one is made without a login
    local statement url login=()
    url=http://127.0.0.1:$(cat "$1/port")
    for statement in "CREATE USER admin WITH PASSWORD 'admin-secret' WITH ALL PRIVILEGES" \
        "CREATE DATABASE weir" "CREATE USER weir WITH PASSWORD 'weir-secret'" \
        "GRANT WRITE ON weir TO weir"; do
        curl -sSf "${login[@]+"${login[@]}"}" -o /dev/null "$url/query" --data-urlencode "q=$statement"
        login=(-u admin:admin-secret)
    done
}

start() { # DIR [--auth]
    program >/dev/null || die "there is no InfluxDB 1: $0 fetch"
    [ ! -e "$1/url" ] || die "$1 is in use already"
    mkdir -p "$1"
    local dir
    dir=$(cd "$1" && pwd)
    free_port >"$dir/port"
    free_port >"$dir/rpc-port"
    local logins=false
    if [ "${2:-}" = --auth ]; then logins=true; fi
    configure "$dir" "$logins"
    launch "$dir"
    if [ "$logins" = true ]; then make_users "$dir"; fi
    echo "http://127.0.0.1:$(cat "$dir/port")" | tee "$dir/url"
}

stop() { # the process that this directory's start began, and no other
    local pid
    pid=$(cat "$1/pid")
    kill -CONT "$pid" 2>/dev/null || true
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 1 60); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.25
    done
    kill -9 "$pid" 2>/dev/null || true
    rm -f "$1/url"
}

command=${1:-}
case "$command" in
    fetch) fetch ;;
    start) start "${2:?DIR}" "${3:-}" ;;
    stop) stop "${2:?DIR}" ;;
    kill) kill -9 "$(cat "${2:?DIR}/pid")" ;;
    pause) kill -STOP "$(cat "${2:?DIR}/pid")" ;;
    resume) kill -CONT "$(cat "${2:?DIR}/pid")" ;;
    restart) launch "$(cd "${2:?DIR}" && pwd)" ;;
    query)
        curl -sS -G "$(cat "${2:?DIR}/url")/query" --data-urlencode "db=weir" \
            --data-urlencode "q=${3:?INFLUXQL}"
        ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" ;;
esac
