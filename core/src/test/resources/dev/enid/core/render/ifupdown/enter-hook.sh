# Written by enid, backend ifupdown, for this host; what is changed here is lost, see backend in enid.toml.
# shellcheck shell=sh disable=SC2154
# By DHCP a secondary ENI gets its address and nothing else. Its routes are in its file, with metrics that do not go
# before the primary's; name servers and the host's name are the primary's to tell.

if grep -qs '^# Written by enid, backend ifupdown, ' "/etc/network/interfaces.d/$interface.cfg" \
    "/etc/network/interfaces.d/$interface"; then
    unset new_routers new_rfc3442_classless_static_routes new_interface_mtu
    make_resolv_conf() { :; }
    set_hostname() { :; }
    # The kernel's own route to the subnet would have metric 0.
    ip() {
        case $* in
        "-4 addr add "* | "-4 addr change "*) command ip "$@" noprefixroute ;;
        *) command ip "$@" ;;
        esac
    }
fi
