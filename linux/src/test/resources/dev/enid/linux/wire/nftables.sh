#!/usr/bin/env bash
# Writes nftables.txt anew: what the kernel tells of nf_tables, as hexadecimal, under the command that made it. ">" is a question,
# "<" a datagram from the kernel; what changes something is left out, since only libnftables sends it. Needs root, nft, iptables-nft
# and strace; works in a network namespace of its own.
set -euo pipefail

# shellcheck source=linux/src/test/resources/dev/enid/linux/wire/datagrams.bash
source "$(dirname "$0")/datagrams.bash"

# Of the subsystem nf_tables (0a), or what ends an answer (0200, 0300).
of_nftables() {
    awk '{ type = substr($2, 9, 4); if (substr(type, 3) == "0a" || $1 == "<" && (type == "0200" || type == "0300")) print }'
}

capture() {
    echo "# $*"
    overheard "$@" | of_nftables
}

# What those who listen to nf_tables hear of a command.
events() {
    local heard
    heard=$(mktemp)
    echo "# nft monitor, during: $*"
    strace -o "$heard" -e trace=recvmsg -e read=all nft monitor >/dev/null 2>&1 &
    local monitor=$!
    sleep 1
    "$@"
    sleep 1
    if kill "$(ps -o pid= --ppid "$monitor")"; then
        wait "$monitor" 2>/dev/null || true
    fi
    datagrams <"$heard" | of_nftables
    rm "$heard"
}

readonly RULE='nft add rule ip web forward'
{
    echo "// $(nft --version), $(iptables-nft --version), Linux $(uname -r | cut -d- -f1); made by nftables.sh"
    capture nft list table inet enid
    events nft add table inet enid
    nft add chain inet enid answer '{ comment "nothing"; }'
    nft add rule inet enid answer 'meta mark set (meta mark & 0x80ffffff) | 0x1000000 comment "enid: to leave by ens5"'
    nft add map inet enid enis '{ type ifname : verdict; elements = { "ens5" : jump answer, "ens6" : accept }; }'
    nft add map inet enid marks '{ type mark : verdict; elements = { 0x1000000 : jump answer }; }'
    nft add chain inet enid prerouting '{ type filter hook prerouting priority mangle; policy accept; }'
    events nft add rule inet enid prerouting 'ct direction reply ct mark & 0x7f000000 vmap @marks'
    capture nft list table inet enid
    events nft add element inet enid enis '{ "ens7" : jump answer }'
    events nft delete element inet enid enis '{ "ens7" }'
    nft add table ip web
    nft add chain ip web forward '{ type filter hook forward priority 0; }'
    nft add set ip web marks '{ type mark; elements = { 0x1, 0x2 }; }'
    nft add map ip web given '{ type inet_service : mark; elements = { 80 : 0x10 }; }'
    $RULE 'meta mark 0x5 accept comment "tests all"'
    $RULE 'ct mark and 0xff == 0x10 accept comment "tests 0xff"'
    $RULE 'ct mark and 0xff0000 > 0x100000 accept comment "compares 0xff0000"'
    $RULE 'meta mark set 0x10 comment "sets all"'
    $RULE 'meta mark set meta mark or 0x4000 comment "sets 0x4000"'
    $RULE 'meta mark set meta mark and 0xffff00ff comment "clears 0xff00"'
    $RULE 'meta mark set meta mark xor 0x300 comment "flips 0x300"'
    $RULE 'meta mark set ct mark comment "copies all"'
    $RULE 'ct mark set meta mark and 0xf comment "saves all"'
    $RULE 'meta mark @marks accept comment "looks all up"'
    $RULE 'meta mark and 0xf0 vmap { 0x10 : accept, 0x20 : drop } comment "looks 0xf0 up"'
    $RULE 'ip saddr . meta mark { 10.0.0.1 . 0x1 } accept comment "looks up, joined"'
    $RULE 'meta mark set tcp dport map @given comment "sets by a map"'
    $RULE 'meta mark and 0xff00 0x100-0x300 accept comment "a range of 0xff00"'
    $RULE 'meta mark set numgen inc mod 2 comment "sets by turns"'
    $RULE 'tcp dport 80 ct state established accept comment "nothing of marks"'
    $RULE 'meta priority set 1:2 meta l4proto tcp ct label 1 accept comment "nothing of marks either"'
    capture nft list table ip web
    iptables-nft -t mangle -A PREROUTING -m mark --mark 0x4000/0x4000 -j ACCEPT
    iptables-nft -t mangle -A PREROUTING -m connmark --mark 0x80/0x80 -j ACCEPT
    iptables-nft -t mangle -A PREROUTING -j MARK --set-xmark 0x1000000/0x3000000
    iptables-nft -t mangle -A PREROUTING -j CONNMARK --set-xmark 0x100/0x300
    iptables-nft -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xf --ctmask 0xf0
    iptables-nft -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
    iptables-nft -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 80 --tproxy-mark 0x200/0xf00
    ip6tables-nft -t mangle -A PREROUTING -m conntrack --ctstate NEW -j ACCEPT
    capture iptables-nft -t mangle -S PREROUTING
    nft add table inet other '{ flags dormant; }'
    capture nft list table inet other
    events nft flush ruleset
} >"$here/nftables.txt"
