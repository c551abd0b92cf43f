package dev.enid.core.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By whom secondary ENIs are brought up. */
public enum Backend {
    /** enid itself, by netlink. */
    DIRECT,
    /** systemd-networkd, by files below /run/systemd/network. */
    NETWORKD,
    /** Debian's ifupdown, by /etc/network/interfaces.d. */
    IFUPDOWN,
    /** network-scripts of the RHEL family, by /etc/sysconfig/network-scripts. */
    IFCFG,
    /** wicked, or the scripts of SLES 11, by /etc/sysconfig/network. */
    SLES,
    /** NetworkManager, by keyfiles. */
    NETWORKMANAGER;

    /** As settings and commands say it: {@code networkd}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Backend> parse(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
