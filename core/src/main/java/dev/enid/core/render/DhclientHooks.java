package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import java.util.List;

/**
 * What dhclient-script(8) reads before and after it acts. The same for all ENIs and at all times: whose lease a hook may touch it sees
 * by the ENI's file.
 */
final class DhclientHooks {

    static final String ENTER = "/etc/dhcp/dhclient-enter-hooks.d";
    static final String EXIT = "/etc/dhcp/dhclient-exit-hooks.d";
    /** run-parts(8) takes no dots. */
    static final String NAME = "enid";

    private static final String ENTER_TEXT = """
            # shellcheck shell=sh disable=SC2154
            # By DHCP a secondary ENI gets its address and nothing else. Its routes are in its file, with metrics that do not go
            # before the primary's; name servers and the host's name are the primary's to tell.

            if grep -qs '^# Written by enid, backend ifupdown, ' "/etc/network/interfaces.d/$interface.cfg" \\
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
            """;

    private static final String EXIT_TEXT = """
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
            """;

    private DhclientHooks() {}

    static List<HostFile> files() {
        return List.of(file(ENTER, ENTER_TEXT), file(EXIT, EXIT_TEXT));
    }

    private static HostFile file(String directory, String text) {
        return new HostFile(
                directory + "/" + NAME, 0644, Marker.ofHost(Backend.IFUPDOWN).line() + "\n" + text);
    }
}
