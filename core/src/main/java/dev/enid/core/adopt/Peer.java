package dev.enid.core.adopt;

/** Who may have set up a host's ENIs before. */
public enum Peer {
    /** systemd-networkd's files, a unit and a timer for each interface. */
    NET_UTILS_2("amazon-ec2-net-utils 2"),
    /** network-scripts' files, udev and dhclient. */
    NET_UTILS_1("ec2-net-utils 1"),
    /** The same for ifupdown, and its fork with marks for Docker. */
    UBUNTU_EC2NET("ubuntu-ec2net"),
    /** Rules that somebody has made. */
    BY_HAND("rules of your own");

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }
}
