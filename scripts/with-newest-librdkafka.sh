#!/usr/bin/env bash
# Runs a command with the newest librdkafka in the place of the installed one: the Python package
# confluent-kafka carries a self-contained build with the same ABI.
#   scripts/with-newest-librdkafka.sh COMMAND [ARGUMENT…]
set -euo pipefail
cd "$(dirname "$0")/.."

library=.build/librdkafka
if [ ! -e "$library/lib/librdkafka.so.1" ]; then
    python3 -m venv "$library/venv"
    "$library/venv/bin/pip" install -q confluent-kafka
    mkdir -p "$library/lib"
    ln -srf "$library"/venv/lib/python3*/site-packages/confluent_kafka.libs/librdkafka-*.so.1 \
        "$library/lib/librdkafka.so.1"
fi
export LD_LIBRARY_PATH="$PWD/$library/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$@"
