#!/usr/bin/env bash
# Writes xtables.txt anew: what the kernel says of tables of the old iptables, as hexadecimal, under the command that asked for it:
# first struct ipt_getinfo, then struct ipt_get_entries. Needs root, iptables-legacy and strace; works in a network namespace of its own.
set -euo pipefail

# shellcheck source=linux/src/test/resources/dev/enid/linux/wire/datagrams.bash
source "$(dirname "$0")/datagrams.bash"

# GET_INFO has 84 bytes; what is asked of extensions has less.
capture() {
    echo "# $*"
    strace -o /dev/fd/3 -e trace=getsockopt -s 1000000 -xx "$@" 3>&1 >/dev/null 2>/dev/null \
        | awk -F '"' '/\[(84|[0-9][0-9][0-9]+)\]\) = 0/ { gsub(/\\x/, "", $2); print "< " $2 }'
}

{
    echo "// $(iptables-legacy --version), Linux $(uname -r | cut -d- -f1); made by xtables.sh"
    iptables-legacy -t mangle -N own
    iptables-legacy -t mangle -A PREROUTING -i eth0 -m comment --comment 'AWS, primary ENI' -m addrtype --dst-type LOCAL \
        -j CONNMARK --set-xmark 0x80/0x80
    iptables-legacy -t mangle -A PREROUTING -i eni+ -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
    iptables-legacy -t mangle -A FORWARD -p tcp --dport 80 -j ACCEPT
    iptables-legacy -t mangle -A own -m mark --mark 0x4000/0x4000 -m connmark --mark 0x100/0x300 -j RETURN
    iptables-legacy -t mangle -A own -j MARK --set-xmark 0x8000/0x8000
    capture iptables-legacy -t mangle -S
    ip6tables-legacy -t filter -A FORWARD -m mark ! --mark 0x2000/0x2000 -j DROP
    capture ip6tables-legacy -t filter -S
} >"$here/xtables.txt"
