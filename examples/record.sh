#!/usr/bin/env bash
#
# Records office.pcap.gz and office.truth.csv: a small office of real programs that talk to each
# other over IPv4 and IPv6, and three attacks on its server. Everything runs in network namespaces
# joined by a bridge. None of them has a route or a link to anything outside, so no packet leaves
# the machine.
#
#   sudo examples/record.sh [SECONDS [FOLDER]]
#
# SECONDS is the length of the recording (900). The attacks begin after 80 %, 87.2 % and 93 % of
# it; all before is benign. FOLDER is where both files go (the folder of this script). It is for
# Debian and Ubuntu; missing packages are installed by apt-get.

set -euo pipefail

length=${1:-900}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(cd "${2:-$here}" && pwd)
snapshot_length=96 # bytes kept of each frame: all headers, and at most some tens of the payload

fail() {
    echo "record.sh: $1" >&2
    exit 2
}
[[ $length =~ ^[0-9]+$ && $length -ge 60 ]] || fail "SECONDS must be a number from 60 on"
[[ $EUID -eq 0 ]] || fail "network namespaces need root"

# --- Programs -------------------------------------------------------------------------------------

# A pair is a program and the Debian package that brings it.
programs=(
    ip:iproute2 ethtool:ethtool ping:iputils-ping tcpdump:tcpdump nginx:nginx-light curl:curl
    dnsmasq:dnsmasq-base dig:dnsutils mosquitto:mosquitto mosquitto_pub:mosquitto-clients
    sshd:openssh-server ssh:openssh-client nmap:nmap hping3:hping3
)
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
policy=/usr/sbin/policy-rc.d
own_policy=false
missing=()
for pair in "${programs[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if ((${#missing[@]})); then
    apt-get update -q
    # Debian starts a server as soon as it is installed. Status 101 of this file forbids that; a
    # file that exists stays.
    if [[ ! -e $policy ]]; then
        own_policy=true
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
    ! $own_policy || rm -f "$policy"
fi

# --- Cleaning up ----------------------------------------------------------------------------------

# Each has a name and a number: its addresses are 10.77.0.N, fd77::N and 02:77:00:00:00:N.
hosts=(server:10 broker:20 pc1:31 pc2:32 laptop:33 sensors:41 phone:51 attacker:66)
prefix=weir$$ # of the namespaces' names; the process number keeps two recordings apart
work=$(mktemp -d)
namespaces=()

# Every process of the recording lives in one of its namespaces: those, and only those, are ended.
clean_up() {
    local name pids
    for name in "${namespaces[@]}"; do
        pids=$(ip netns pids "$name" 2>/dev/null || true)
        # shellcheck disable=SC2086 # One word for each process is meant.
        [[ -z $pids ]] || kill -KILL $pids 2>/dev/null || true
        ip netns delete "$name" 2>/dev/null || true
        rm -rf "/etc/netns/$name"
    done
    rmdir /etc/netns 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- The network ----------------------------------------------------------------------------------

# Runs a command in the namespace of a host.
on() {
    local host=$1
    shift
    ip netns exec "$prefix-$host" "$@"
}

# Starts a command in the background in the namespace of a host. What it says goes to a log.
start_on() {
    ip netns exec "$prefix-$1" "${@:2}" </dev/null >>"$work/$1.log" 2>&1 &
    disown
}

add_namespace() {
    ip netns add "$prefix-$1"
    namespaces+=("$prefix-$1")
    ip -n "$prefix-$1" link set lo up
}

# The switch is a bridge in a namespace of its own, with no address: it forwards, and says nothing.
add_namespace switch
on switch sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip -n "$prefix-switch" link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
ip -n "$prefix-switch" link set br0 up

for entry in "${hosts[@]}"; do
    host=${entry%%:*} number=${entry##*:}
    add_namespace "$host"
    # No TCP time stamps, as with Windows: they hardly compress.
    on "$host" sysctl -qw net.ipv4.tcp_timestamps=0
    # Hosts are no routers and look for none, and addresses are unique by construction.
    on "$host" sysctl -qw net.ipv6.conf.default.accept_ra=0 net.ipv6.conf.default.accept_dad=0 \
        net.ipv6.conf.default.router_solicitations=0
    ip -n "$prefix-$host" link add eth0 address "02:77:00:00:00:$number" type veth \
        peer name "$host" netns "$prefix-switch"
    # Without offloads frames are as on a wire: with checksums, and no longer than the MTU.
    on "$host" ethtool -K eth0 tx off tso off gso off gro off >/dev/null
    ip -n "$prefix-switch" link set "$host" master br0 up
    ip -n "$prefix-$host" address add "10.77.0.$number/24" dev eth0
    ip -n "$prefix-$host" address add "fd77::$number/64" dev eth0 nodad
    ip -n "$prefix-$host" link set eth0 up
    ip -n "$prefix-$host" route add 224.0.0.0/4 dev eth0
    # `ip netns exec` shows this file as /etc/resolv.conf.
    mkdir -p "/etc/netns/$prefix-$host"
    echo "nameserver 10.77.0.10" >"/etc/netns/$prefix-$host/resolv.conf"
done

# --- Servers --------------------------------------------------------------------------------------
# shellcheck source=servers.sh
source "$here/servers.sh"

# --- Clients --------------------------------------------------------------------------------------

# Each client is a loop of traffic.sh with a seed of its own. The attacker has none: it is silent
# until its hour.
client() {
    local host=$1
    shift
    start_on "$host" bash "$here/traffic.sh" "$@"
}
client pc2 subscriber 1 console power
client phone subscriber 2 phone humidity
sleep 1
client sensors sensor 3 temperature 10.77.0.20 0 750 980
client sensors sensor 4 power 10.77.0.20 0 750 980
client sensors sensor 5 humidity fd77::20 1 1500 2200
client sensors door 6
client pc1 pages 7
client pc2 pages 8
client pc1 pings 9
client pc2 pings6 10
client laptop lookups 11
client pc2 discovery 12
client laptop shell 13 "$work/user_key" "$work/known_hosts"
client switch roaming 14 phone
sleep 10 # start-up, first lookups and first logins stay out of the recording

# --- Recording and attacks ------------------------------------------------------------------------

# The bridge is promiscuous while tcpdump listens, so it sees each forwarded frame, and each once.
start_on switch tcpdump -i br0 -n -s "$snapshot_length" -B 16384 -Z root -w "$work/office.pcap"
tcpdump_pid=$!
begin=$SECONDS

# Sleeps until so many thousandths of the length have passed, and on to the next whole second,
# where a window begins.
sleep_until() {
    local left=$((begin + length * $1 / 1000 - SECONDS))
    ((left <= 0)) || sleep "$left"
    printf -v left '0.%06d' $((999999 - 10#${EPOCHREALTIME#*[.,]}))
    sleep "$left"
}

echo "record.sh: recording for $length s"
sleep_until 800
echo "record.sh: port scan"
on attacker nmap -n -Pn -sS -T4 --max-rate 2000 -p 1-1000 10.77.0.10 >"$work/nmap.log"
sleep_until 872
echo "record.sh: SYN flood"
# The sources are invented, and the server has no route to them: it drops the packets unanswered.
# hping3 takes that for losses, which is status 1.
on attacker timeout 20 hping3 -q -n -S -p 80 --rand-source -c 5000 -i u400 10.77.0.10 \
    >"$work/hping3.log" 2>&1 || true
sleep_until 930
echo "record.sh: ICMP flood"
on attacker ping -q -n -f -i 0.003 -c 1000 10.77.0.10 >"$work/ping.log"
sleep_until 1000
kill -INT "$tcpdump_pid"
while kill -0 "$tcpdump_pid" 2>/dev/null; do sleep 0.1; done
grep -E 'packets (captured|dropped)' "$work/switch.log"

# --- Truth ----------------------------------------------------------------------------------------

# The attacker sends nothing else, so its first and last frames of a kind are the attack's.
truth() {
    local rest=$1,10.77.0.10,$2
    tcpdump -r "$work/office.pcap" -nn -tt "$3" 2>/dev/null | awk -v rest="$rest" '
        NR == 1 { start = $1 }
        { end = $1 }
        END { if (NR == 0) exit 1; print start "," end "," rest }'
}
{
    echo "start,end,source,destination,label"
    truth 10.77.0.66 port-scan "tcp and host 10.77.0.66"
    truth spoofed syn-flood "tcp and ether src 02:77:00:00:00:66 and not src host 10.77.0.66"
    truth 10.77.0.66 icmp-flood "icmp and host 10.77.0.66"
} >"$work/office.truth.csv"
gzip -9n "$work/office.pcap"
cp "$work/office.pcap.gz" "$work/office.truth.csv" "$folder/"
ls -l "$folder/office.pcap.gz"
cat "$folder/office.truth.csv"
