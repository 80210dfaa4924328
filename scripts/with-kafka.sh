#!/usr/bin/env bash
# Starts a Kafka broker on loopback for the length of a command, and tells the command where it is in
# WEIR_TEST_KAFKA. Where no broker is at hand the command isn't run, and one line says so.
#   scripts/with-kafka.sh COMMAND [ARGUMENT…]
# KAFKA_TOOL names the script that starts and stops a broker (`start DIR`, `stop DIR`); by default it
# is looked for beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${WEIR_TEST_KAFKA:-}" ]; then
    exec "$@"
fi
tool=${KAFKA_TOOL:-../shared/kafka/kafka}
if [ ! -x "$tool" ]; then
    echo "skipped: no Kafka at hand (set WEIR_TEST_KAFKA=HOST:PORT for a running one)"
    exit 0
fi
if ! command -v java >/dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get install -y -q --no-install-recommends openjdk-17-jre-headless
fi
mkdir -p .build
dir=$(mktemp -d .build/kafka.XXXXXX)
rmdir "$dir"
trap '"$tool" stop "$dir" >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
# Silent members and transactions end early, so that the fault suite needn't wait for them.
WEIR_TEST_KAFKA=$("$tool" start "$dir" --set group.min.session.timeout.ms=1000 \
    --set transaction.abort.timed.out.transaction.cleanup.interval.ms=500 | tail -n 1)
export WEIR_TEST_KAFKA CHAOS_SESSION_MILLISECONDS=${CHAOS_SESSION_MILLISECONDS:-2500}
"$@"
