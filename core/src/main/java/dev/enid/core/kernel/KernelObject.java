package dev.enid.core.kernel;

/**
 * One thing the kernel holds. Two objects with the same {@link #key()} cannot both be there: putting one replaces the
 * other or fails with EEXIST.
 */
public sealed interface KernelObject permits Link, Address, Neighbor, Route, Rule, Sysctl, MarkTable {

    /** What identifies the object to the kernel; a record, equal for two forms of one object. */
    Key key();

    /** The ifindex of the link that the object lies on or leaves by, 0 where it has none (rules, blackholes). */
    int link();

    /** In iproute2's words, with the names of links taken from {@code names}. */
    String toIproute2(LinkNames names);

    /** The identity of a kernel object. */
    sealed interface Key permits Link.Id, Address.Id, Neighbor.Id, Route.Id, Rule.Id, Sysctl.Id, MarkTable.Id {}
}
