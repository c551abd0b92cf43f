#!/usr/bin/env bash
# Writes conntrack.txt anew: what conntrack and the kernel say to each other, as hexadecimal, under the command that made it. ">" is
# a datagram to the kernel, "<" one from it. Needs root, conntrack and strace; works in a network namespace of its own.
set -euo pipefail

# shellcheck source=linux/src/test/resources/dev/enid/linux/wire/datagrams.bash
source "$(dirname "$0")/datagrams.bash"

# Of the subsystem ctnetlink (01), or what ends an answer (0200, 0300).
capture() {
    echo "# $*"
    overheard "$@" | awk '{ type = substr($2, 9, 4); if (substr(type, 3) == "01" || $1 == "<" && (type == "0200" || type == "0300")) print }'
}

{
    echo "// $(conntrack --version), Linux $(uname -r | cut -d- -f1); made by conntrack.sh"
    readonly TCP='-p tcp --dst 172.17.0.2 --sport 55656 --dport 80 --state ESTABLISHED --timeout 1000'
    # shellcheck disable=SC2086 # Several words.
    capture conntrack -I --src 198.51.100.10 $TCP --mark 0x1000010
    # shellcheck disable=SC2086
    conntrack -I --src 198.51.100.11 $TCP --mark 0x3000000 --zone 5
    # shellcheck disable=SC2086
    conntrack -I --src 198.51.100.12 $TCP --mark 0x3000000 --orig-zone 7
    # shellcheck disable=SC2086
    conntrack -I --src 198.51.100.13 $TCP --mark 0x3000000 --reply-zone 8
    # shellcheck disable=SC2086
    conntrack -I --src 198.51.100.14 $TCP --mark 0x10
    conntrack -I -p icmp --src 198.51.100.10 --dst 172.17.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 --timeout 1000 --mark 0x1000000
    conntrack -I -p udp --src 2001:db8:ffff::10 --dst fd00:d0c::2 --sport 40000 --dport 53 --timeout 1000 --mark 0x1000000
    capture conntrack -L --mark 0x1000000/0x1000000
    capture conntrack -L --mark 0x40000000/0x40000000
    capture conntrack -U -p tcp --src 198.51.100.10 --mark 0x0/0x7f000000
    capture conntrack -L --src 198.51.100.10
} >"$here/conntrack.txt"
