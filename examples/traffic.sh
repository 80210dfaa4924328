#!/usr/bin/env bash
#
# The benign traffic of record.sh: each call is one client, and runs until it is ended.
#
#   traffic.sh KIND SEED [ARGUMENT …]
#
# Pauses are drawn from narrow ranges by a generator with a fixed seed. So most protocols show in
# nearly every second, the share of each varies a little all the time, and no second is very unlike
# the others.

set -uo pipefail # without -e: a client that meets an error tries again, as people and sensors do

kind=$1
RANDOM=$2
shift 2

# Sleeps for a random number of milliseconds between two bounds.
pause() {
    local milliseconds=$(($1 + RANDOM % ($2 - $1 + 1))) seconds
    printf -v seconds '%d.%03d' $((milliseconds / 1000)) $((milliseconds % 1000))
    sleep "$seconds"
}

# Puts one of the words into `choice`. (Printing it would take a subshell, and the generator of a
# subshell doesn't advance this one.)
choose() {
    local words=("$@")
    choice=${words[RANDOM % $#]}
}

# A browser: one page at a time, by name, over IPv4 or IPv6.
pages() {
    local family
    while true; do
        choose -4 -4 -6
        family=$choice
        choose 300 600 1200 2400 4800
        curl "$family" -s -o /dev/null --max-time 5 "http://www.office.test/$choice.html"
        pause 3000 4400
    done
}

# Lookups of several types. One name doesn't exist.
lookups() {
    local questions=(
        "server.office.test A" "broker.office.test AAAA" "nobody.office.test A" "office.test MX"
        "office.test TXT" "-x 10.77.0.20" "-x fd77::31"
    )
    while true; do
        choose "${questions[@]}"
        # shellcheck disable=SC2086 # Name and type are two words.
        dig +short +tries=1 +time=2 $choice
        pause 1600 2400
    done
}

# Looks by multicast DNS for a printer that is switched off: nobody answers.
discovery() {
    while true; do
        dig +short +tries=1 +time=1 -p 5353 @224.0.0.251 printer.local
        pause 100 1200
    done
}

# A watchdog over IPv4. It forgets its neighbours first, so each round begins with an ARP exchange.
pings() {
    while true; do
        ip -4 neighbour flush dev eth0
        choose 10.77.0.10 10.77.0.20 10.77.0.41
        ping -q -n -c 1 -W 1 "$choice"
        pause 700 950
    done
}

# The same over IPv6, where a neighbour solicitation does the work of ARP.
pings6() {
    while true; do
        ip -6 neighbour flush dev eth0
        choose fd77::10 fd77::20 fd77::41
        ping -6 -q -n -c 1 -W 1 "$choice"
        pause 1200 1800
    done
}

# Sessions, one after another: a login, a command with a line of output now and then, a logout.
shell() {
    local family
    while true; do
        choose -4 -6
        family=$choice
        choose 16 17 18 19 20
        ssh "$family" -F /dev/null -i "$1" -o IdentitiesOnly=yes -o BatchMode=yes \
            -o StrictHostKeyChecking=no -o UserKnownHostsFile="$2" root@server.office.test \
            "for line in \$(seq $choice); do uptime; sleep 2.3; done"
        pause 300 1200
    done
}

# A sensor that holds its connection: topic, broker, quality of service, bounds of its pause.
sensor() {
    while true; do
        while true; do
            echo "{\"value\":$((2000 + RANDOM % 500))}"
            pause "$4" "$5"
        done | mosquitto_pub -l -i "$1" -t "office/$1" -h "$2" -q "$3"
        sleep 1
    done
}

# A sensor that connects only when it has something to say.
door() {
    while true; do
        choose open closed
        mosquitto_pub -i door -t office/door -h 10.77.0.20 -q 1 -m "$choice"
        pause 8000 12000
    done
}

# A reader of one sensor: its name, and the topic.
subscriber() {
    while true; do
        mosquitto_sub -i "$1" -t "office/$2" -h 10.77.0.20
        sleep 1
    done
}

# Lets a host wander out of reach of the switch and back, as a phone does in a wireless network.
# While it is away the broker sends to it again and again, and gets no answer.
roaming() {
    while true; do
        pause 1000 2500
        ip link set "$1" down
        pause 1000 2500
        ip link set "$1" up
    done
}

"$kind" "$@"
