package dev.enid.linux.wire;

/** What a netlink message carries after its header. */
public sealed interface Message
        permits Message.Thing, NftablesMessage, ConntrackMessage, Acknowledgement, Done, OtherMessage {

    /** Writes the message without its netlink header. */
    void encode(Encoder out);

    /** Something the kernel holds, with its own RTM_NEW*, RTM_DEL* and RTM_GET* messages. */
    sealed interface Thing extends Message
            permits LinkMessage, AddressMessage, RouteMessage, RuleMessage, NeighborMessage, NetconfMessage {

        /** RTM_NEW* of linux/rtnetlink.h; RTM_DEL* is one more, RTM_GET* two more. */
        int newType();

        /** What iproute2 would be told, without its verb. */
        String toIproute2();
    }
}
