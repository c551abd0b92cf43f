#!/usr/bin/env bash
# Writes captures.txt anew: what ip and the kernel say to each other, as hexadecimal, under the command that made it.
# ">" is a datagram to the kernel, "<" one from it. Needs root, iproute2 and strace; works in a network namespace of its own.
set -euo pipefail

# shellcheck source=linux/src/test/resources/dev/enid/linux/wire/datagrams.bash
source "$(dirname "$0")/datagrams.bash"

capture() {
    echo "# $*"
    # Left out: what ip sends behind a request's own length (it sends all of its buffer), its probing of the kernel on
    # sequence number 0, and its looking names of links up (RTM_GETLINK, 1200, answers 1000) where links are not what the
    # command is about.
    overheard "$@" | awk -v links="$([[ "$*" != "ip link show"* ]] || echo yes)" '
            function number(hex,   i, n) { for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1; return n }
            $1 == ">" { $2 = substr($2, 1, 2 * number(substr($2, 3, 2) substr($2, 1, 2))) }
            { type = substr($2, 9, 4); sequence = substr($2, 17, 8) }
            sequence != "00000000" && (links || type != "1200" && !($1 == "<" && type == "1000"))'
}

{
    echo "// $(ip -V), Linux $(uname -r | cut -d- -f1); made by captures.sh"
    capture ip link add v0 type veth peer name v1
    capture ip link add br0 type bridge
    capture ip link add x0 mtu 1400 type veth peer name x1 mtu 1300
    capture ip link property add dev v0 altname eni-0123456789abcdef0 altname device-number-1
    capture ip link property del dev v0 altname device-number-1
    capture ip link set v0 up mtu 9001
    capture ip link set v1 address 02:00:00:00:00:01
    capture ip link set v1 master br0
    capture ip link set v1 nomaster
    capture ip link set v1 up
    capture ip link set x0 name x7
    capture ip link show v0
    capture ip link show
    capture ip link set x7 netns "$$"
    capture ip address add 10.0.1.10/24 dev v0 noprefixroute
    capture ip address add 10.0.1.11/32 dev v0
    capture ip address add 10.9.0.1 peer 10.9.0.2/32 dev v0
    capture ip address add 2001:db8:1::10/64 dev v0 nodad noprefixroute
    capture ip address add 2001:db8:1::11/128 dev v0 nodad valid_lft 1000 preferred_lft 500
    capture ip -4 address show
    capture ip -6 address show
    capture ip address add 10.0.1.10/24 dev v0
    capture ip address del 10.0.1.99/24 dev v0
    capture ip route add 10.0.1.0/24 dev v0 scope link src 10.0.1.10 table 10001 proto 77
    capture ip route add default via 10.0.1.1 dev v0 onlink table 10001 metric 612
    capture ip route add 198.51.100.0/24 dev v0 mtu 1400 advmss 1360
    capture ip route add 203.0.113.0/24 nexthop via 10.0.1.1 dev v0 onlink weight 3 nexthop via 10.0.1.2 dev v0 onlink
    capture ip route add 192.0.2.0/24 via inet6 fe80::1 dev v0
    capture ip route add blackhole 192.0.2.128/25 table 10001
    capture ip route add 192.0.2.64/26 encap ip id 7 dst 10.0.1.1 dev v0
    capture ip route add 192.0.2.32/27 tos 0x10 dev v0
    capture ip -6 route add default via fe80::ec2:1 dev v0 table 10001 metric 612 proto 77
    capture ip -6 route add 2001:db8:9::/48 nexthop via fe80::1 dev v0 nexthop via fe80::2 dev v0 weight 2
    capture ip -6 route append 2001:db8:9::/48 via fe80::3 dev v0
    capture ip nexthop add id 5 via 10.0.1.1 dev v0 onlink
    capture ip route add 192.0.2.16/28 nhid 5
    capture ip -4 route show table all
    capture ip -6 route show table all
    capture ip route add 10.0.1.0/24 dev v0 table 10001
    capture ip route del 10.77.0.0/16
    capture ip route add 10.77.0.0/16 via 10.200.0.1
    capture ip route get 198.51.100.7
    capture ip route get fibmatch 198.51.100.7
    capture ip route get 198.51.100.7 from 10.0.1.10 oif v0 mark 5 uid 0 ipproto tcp sport 1 dport 22
    capture ip -6 route get 2001:db8:9::1
    capture ip route get 10.77.0.1
    capture ip rule add from 10.0.1.10 lookup 10001 priority 10001 protocol 77
    capture ip rule add not from 10.0.0.0/8 to 192.0.2.0/24 iif v0 fwmark 0x1000000/0x7f000000 lookup main suppress_prefixlength 0 priority 100
    capture ip rule add uidrange 1000-1999 ipproto tcp sport 1000-2000 dport 443 oif v0 lookup 200 priority 101
    capture ip rule add goto 10001 priority 102
    capture ip rule add tos 0x10 realms 3/4 unreachable priority 103
    capture ip -6 rule add from 2001:db8:1::/80 lookup 10001 priority 10001 protocol 77
    capture ip -4 rule show
    capture ip -6 rule show
    capture ip rule add from 10.0.1.10 lookup 10001 priority 10001 protocol 77
    capture ip rule del priority 4711
    capture ip neigh add 10.0.1.1 lladdr 02:00:00:00:00:02 dev v0 nud permanent protocol 77
    capture ip neigh add proxy 2001:db8:1::99 dev v0
    capture ip -4 neigh show
    capture ip -6 neigh show proxy
} >"$here/captures.txt"
