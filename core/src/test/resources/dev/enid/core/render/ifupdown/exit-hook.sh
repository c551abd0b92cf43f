# Written by enid, backend ifupdown, for this host; what is changed here is lost, see backend in enid.toml.
# shellcheck shell=sh disable=SC2154
# With a lease that ended, the kernel dropped the routes by its address. When another comes while the link is up, what
# ifup did after the first is done again. While ifup runs, it will do so itself.

case $reason in
BOUND | REBOOT | TIMEOUT)
    for enid_file in "/etc/network/interfaces.d/$interface.cfg" "/etc/network/interfaces.d/$interface"; do
        if grep -qs '^# Written by enid, backend ifupdown, ' "$enid_file" &&
            [ ! -e "/run/network/ifup-$interface.pid" ]; then
            sed -n '/ inet dhcp$/,/^$/s/^ *up //p' "$enid_file" | sh
        fi
    done
    unset enid_file
    ;;
esac
