#!/usr/bin/env bash
# Installs a binary of weir with systemd's units and examples of their configuration: scripts/install.sh BINARY PREFIX.
# With DESTDIR everything goes below that folder, as packages are made.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
prefix=$2
root=${DESTDIR:-}
sudo=()
if [ -z "$root" ] && [ "$(id -u)" != 0 ]; then sudo=(sudo); fi
edited=$(mktemp)
trap 'rm -f "$edited"' EXIT

put() { # MODE FILE PLACE
    "${sudo[@]}" install -D -m "$1" "$2" "$root$prefix/$3"
    echo "$root$prefix/$3"
}

put 755 "$binary" bin/weir
for unit in examples/systemd/*.service; do
    sed "s|/usr/local/bin/weir|$prefix/bin/weir|" "$unit" >"$edited"
    put 644 "$edited" "lib/systemd/system/$(basename "$unit")"
done
put 644 examples/systemd/sysusers.conf lib/sysusers.d/weir.conf
for example in examples/systemd/weir.yaml examples/systemd/*.env; do
    put 644 "$example" "share/weir/$(basename "$example")"
done
