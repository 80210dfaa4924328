#!/usr/bin/env bash
# Starts a Kafka broker on loopback for the length of a command, and tells the command where it is.
# Where no broker is at hand the command isn't run, and one line says so.
#   scripts/with-kafka.sh COMMAND [ARGUMENT…]            in WEIR_TEST_KAFKA, its process, where it is
#                                                        known, in WEIR_TEST_KAFKA_PROCESS
#   scripts/with-kafka.sh --secure COMMAND [ARGUMENT…]   in WEIR_TEST_SECURE_KAFKA
# A secure broker wants TLS, a client's certificate and a login. WEIR_TEST_SECURE_KAFKA_FOLDER has
# what a client needs: ca.pem, client.pem and client.key; the key's password in key-password; the
# user weir's password in password; foreign.pem and foreign.key of an authority of their own.
# KAFKA_TOOL names the script that starts and stops a broker (`start DIR`, `stop DIR`); by default it
# is looked for beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."

variable=WEIR_TEST_KAFKA
options=()
if [ "${1:-}" = --secure ]; then
    shift
    variable=WEIR_TEST_SECURE_KAFKA
    options=(--tls --sasl --set listener.name.client.ssl.client.auth=required)
fi
if [ -n "${!variable:-}" ]; then
    exec "$@"
fi
tool=${KAFKA_TOOL:-../shared/kafka/kafka}
if [ ! -x "$tool" ]; then
    echo "skipped: no Kafka at hand (set $variable=HOST:PORT for a running one)"
    exit 0
fi
if ! command -v java >/dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get install -y -q --no-install-recommends openjdk-17-jre-headless
fi

# What a client of a secure broker needs, beside the authority that the tool has made.
client_files() {
    local tls=$1/tls folder=$1/client
    mkdir "$folder"
    cp "$tls/ca.pem" "$folder"
    echo key-secret >"$folder/key-password"
    echo weir-secret >"$folder/password"
    openssl req -newkey rsa:2048 -passout "file:$folder/key-password" -subj "/CN=weir" \
        -keyout "$folder/client.key" -out "$folder/client.csr"
    openssl x509 -req -in "$folder/client.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" \
        -CAcreateserial -days 30 -out "$folder/client.pem"
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=foreign" \
        -keyout "$folder/foreign.key" -out "$folder/foreign.pem"
}

mkdir -p .build
dir=$(mktemp -d "$PWD/.build/kafka.XXXXXX")
rmdir "$dir"
trap '"$tool" stop "$dir" >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
# Silent members and transactions end early, so that the fault suite needn't wait for them.
options+=(--set group.min.session.timeout.ms=1000
    --set transaction.abort.timed.out.transaction.cleanup.interval.ms=500)
server=$("$tool" start "$dir" "${options[@]+"${options[@]}"}" | tail -n 1)
export "$variable=$server"
if [ -r "$dir/broker-1/pid" ]; then
    WEIR_TEST_KAFKA_PROCESS=$(cat "$dir/broker-1/pid")
    export WEIR_TEST_KAFKA_PROCESS
fi
if [ "$variable" = WEIR_TEST_SECURE_KAFKA ]; then
    client_files "$dir" 2>/dev/null
    export WEIR_TEST_SECURE_KAFKA_FOLDER="$dir/client"
fi
export CHAOS_SESSION_MILLISECONDS=${CHAOS_SESSION_MILLISECONDS:-2500}
"$@"
