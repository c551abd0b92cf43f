package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;

/** A route of the VPC. */
public record VpcRoute(Cidr destination, Target target) {

    /** Where it leads. */
    public sealed interface Target {}

    /** Within the VPC. */
    public record Local() implements Target {}

    /** To machines outside, by one of the VPC's two gateways. */
    public record Gateway(Way way) implements Target {}

    /** To an ENI, by its name. */
    public record Interface(String eni) implements Target {}
}
