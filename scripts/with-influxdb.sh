#!/usr/bin/env bash
# Runs a command that needs real InfluxDBs: tells it in INFLUXDB_TOOL and INFLUXDB1_TOOL which scripts
# start one of version 2 and one of version 1. Where neither is at hand the command isn't run, and one
# line says so.
#   scripts/with-influxdb.sh COMMAND [ARGUMENT…]
set -euo pipefail
cd "$(dirname "$0")/.."

export INFLUXDB_TOOL=${INFLUXDB_TOOL:-$PWD/../shared/influxdb/influxdb}
if [ ! -x "$INFLUXDB_TOOL" ]; then
    echo "no InfluxDB 2 at hand: INFLUXDB_TOOL names none"
    unset INFLUXDB_TOOL
fi
export INFLUXDB1_TOOL=$PWD/scripts/influxdb1.sh
if ! "$INFLUXDB1_TOOL" fetch; then
    echo "no InfluxDB 1 at hand: apt has no package influxdb"
    unset INFLUXDB1_TOOL
fi
if [ -z "${INFLUXDB_TOOL:-}${INFLUXDB1_TOOL:-}" ]; then
    echo "skipped: no InfluxDB at hand"
    exit 0
fi
"$@"
