package dev.enid.core.world;

import java.util.List;

/** Someone else on the host, and what he has put there. {@code eth0} is the primary, {@code eth1} the first secondary ENI. */
enum Stranger {
    DOCKER(
            "link add docker0 index 50 type bridge address 02:42:00:00:00:01",
            "link set docker0 up",
            "address add 172.17.0.1/16 dev docker0",
            "sysctl net.ipv4.conf.all.forwarding=1"),
    KUBERNETES(
            "link add cni0 index 51 type bridge address 02:42:00:00:00:02",
            "link set cni0 up",
            "address add 10.244.0.1/24 dev cni0",
            "address add fd00:244::1/64 dev cni0 nodad",
            "link add flannel.1 index 52 type vxlan address 02:42:00:00:00:03",
            "link set flannel.1 up",
            "address add 10.244.0.0/32 dev flannel.1",
            "route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink",
            "route add blackhole 10.244.5.0/26 proto 80"),
    VPN_DEFAULT(
            "link add wg0 index 53 type wireguard",
            "link set wg0 up",
            "address add 10.99.0.2/24 dev wg0",
            "route add default dev wg0 metric 50"),
    VPN_HALVES(
            "link add tun0 index 54 type tun",
            "link set tun0 up",
            "address add 10.98.0.2/24 dev tun0",
            "route add 0.0.0.0/1 via 10.98.0.1 dev tun0",
            "route add 128.0.0.0/1 via 10.98.0.1 dev tun0",
            "route add ::/1 dev tun0",
            "route add 8000::/1 dev tun0"),
    VPN_BY_RULES(
            "link add wg1 index 55 type wireguard",
            "link set wg1 up",
            "address add 10.97.0.2/24 dev wg1",
            "route add default dev wg1 table 51820",
            "rule add not from all fwmark 0xca6c lookup 51820 pref 32765",
            "rule add from all lookup 254 suppress_prefixlength 0 pref 32764"),
    VPN_OF_TEN(
            "link add wg2 index 56 type wireguard",
            "link set wg2 up",
            "address add 10.96.0.2/24 dev wg2",
            "route add 10.0.0.0/8 dev wg2"),
    BLACKHOLE("route add blackhole 10.0.0.0/8 metric 9", "route add unreachable 192.168.0.0/16 metric 100000"),
    A_ROUTE_BY_THE_SECOND_ENI("link set eth1 up", "route add 198.51.100.0/24 via 10.0.2.1 dev eth1 onlink proto 4"),
    A_DEFAULT_BY_THE_SECOND_ENI("link set eth1 up", "route add default via 10.0.2.1 dev eth1 onlink proto 4 metric 50"),
    AN_ADDRESS_ON_THE_SECOND_ENI("address add 10.0.2.200/24 dev eth1"),
    AN_ADDRESS_OF_AN_ENI_ON_LO("address add 10.0.2.27/32 dev lo", "address add 10.0.1.11/32 dev lo"),
    A_TABLE_OF_OUR_NUMBER("link set eth1 up", "route add default via 10.0.1.1 dev eth0 onlink table 10001 proto 4"),
    THE_TABLE_OF_THE_PRIMARY("link set eth1 up", "route add default via 10.0.2.1 dev eth1 onlink table 10000 proto 4"),
    THE_TABLE_OF_OTHERS("route add default via 10.0.1.1 dev eth0 onlink table 9999 proto 4"),
    AMAZONS_TOOL(
            "link set eth1 up",
            "address add 10.0.2.26/24 dev eth1",
            "route add default via 10.0.2.1 dev eth1 onlink table 10001 proto 4",
            "rule add from 10.0.2.26 lookup 10001 pref 10001 proto 4"),
    A_RULE_BEFORE_OURS(
            "rule add from 10.0.3.0/24 lookup 254 pref 100", "rule add to 198.51.100.0/24 lookup 254 pref 101"),
    A_RULE_OF_A_USER(
            "rule add from all uidrange 1000-1000 lookup 100 pref 200",
            "-6 rule add from all iif eth9 blackhole pref 10"),
    A_VLAN(
            "link add eth0.5 index 57 type vlan address 02:00:00:00:00:00 parent eth0",
            "link set eth0.5 up",
            "address add 192.168.5.1/24 dev eth0.5"),
    A_SECOND_DEFAULT_OF_THE_PRIMARY("route add default via 10.0.1.1 dev eth0 proto 4 metric 20100"),
    A_CONNECTED_ROUTE_WITH_A_METRIC("route add 10.0.1.0/24 dev eth0 metric 1024 src 10.0.1.10"),
    A_NEIGHBOR("neighbor add 10.0.1.77 lladdr 02:00:00:00:00:77 dev eth0"),
    STRICT_RP_FILTER("sysctl net.ipv4.conf.all.rp_filter=1");

    private final String script;

    Stranger(String... script) {
        this.script = String.join("\n", script);
    }

    List<String> script() {
        return script.lines().toList();
    }
}
