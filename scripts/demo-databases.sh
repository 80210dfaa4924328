#!/usr/bin/env bash
# Loads what the demo has put on its bus into QuestDB and InfluxDB where these run, and says what to
# type to look at it. Where one doesn't run, one line says so.
#   scripts/demo-databases.sh WEIR BUS
# QUESTDB_URL and INFLUXDB_URL name other servers than those of this machine; InfluxDB 2 wants its
# token in WEIR_INFLUXDB_TOKEN, and takes the organisation and bucket weir.
set -euo pipefail
weir=$1
bus=$2
questdb=${QUESTDB_URL:-http://127.0.0.1:9000}
influxdb=${INFLUXDB_URL:-http://127.0.0.1:8086}

answers() {
    local address=${1#*://}
    (exec 3<>"/dev/tcp/${address%%:*}/${address##*:}") 2>/dev/null
}

echo
if answers "$questdb"; then
    "$weir" sink "questdb:$questdb" --bus "$bus" --until-end
    echo "QuestDB at $questdb has the records. To look, type there:"
    echo "  SELECT timestamp, applabel, sum(sbytes + dbytes) AS bytes, avg(sentropy) AS entropy FROM flow SAMPLE BY 1m"
    echo "  SELECT timestamp, alert_signature, anomaly_reason FROM alert"
else
    echo "no QuestDB answers at $questdb: started there, the next 'make demo' fills it too"
fi
if answers "$influxdb"; then
    api=(--api v1)
    [ -z "${WEIR_INFLUXDB_TOKEN:-}" ] || api=(--api v2 --organization weir)
    "$weir" sink "influxdb:$influxdb/weir" "${api[@]}" --bus "$bus" --until-end
    echo "InfluxDB at $influxdb has the records. To look, type there (InfluxQL):"
    echo "  SELECT sum(features_forward_ip_bytes) FROM flow WHERE time > '2026-11-21' GROUP BY time(1m), app_label fill(none)"
    echo "  SELECT alert_signature, anomaly_reason FROM alert"
else
    echo "no InfluxDB answers at $influxdb: started there, the next 'make demo' fills it too"
fi
