package dev.enid.core.desire;

/** What can stand between a wish and its doing. */
public enum Guard {
    /** Someone else's object holds the place. */
    FOREIGN,
    /** The change would cut or outrank the way by which the host is reached. */
    MANAGEMENT_PATH,
    /** A container network hands the ENI's addresses to pods. */
    PODS,
    /** Someone keeps undoing the change. */
    BACK_OFF,
    /** The host's network manager was asked for it, and it is not there (yet). */
    MANAGER,
    /** nftables cannot be used on this host. */
    NO_NFTABLES;

    /** As printed: {@code management-path}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
