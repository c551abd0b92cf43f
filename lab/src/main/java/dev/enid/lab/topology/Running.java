package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.INCORRECT_INSTANCE_STATE;
import static dev.enid.lab.topology.VpcException.Code.INVALID;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** RunInstances, StopInstances, StartInstances and TerminateInstances, as functions. */
final class Running {

    private Running() {}

    /**
     * The VPC with one more instance, without an ENI yet: one at device index 0 is to be attached to it before anything else.
     * It gets the wanted name where that is free and fits, or the first free of i1, i2 and so on.
     */
    static Vpc launch(
            Vpc vpc, String id, Optional<String> wanted, String zone, InstanceType type, Optional<String> role) {
        String name = wanted.filter(each -> TopologyReader.isName(each) && isFree(vpc, each))
                .orElseGet(() -> IntStream.iterate(1, i -> i + 1)
                        .mapToObj(i -> "i" + i)
                        .filter(each -> isFree(vpc, each))
                        .findFirst()
                        .orElseThrow());
        return vpc.with(new VpcInstance(
                name, id, zone, HostManager.NETWORKD, LinkNaming.ENS, type, role, InstanceState.RUNNING));
    }

    private static boolean isFree(Vpc vpc, String name) {
        return !vpc.instances().containsKey(name) && !vpc.outside().containsKey(name);
    }

    static Vpc stop(Vpc vpc, String name) {
        VpcInstance instance = alive(vpc, name);
        return instance.running() ? vpc.with(instance.in(InstanceState.STOPPED)) : vpc;
    }

    static Vpc start(Vpc vpc, String name) {
        return vpc.with(alive(vpc, name).in(InstanceState.RUNNING));
    }

    private static VpcInstance alive(Vpc vpc, String name) {
        VpcInstance instance = vpc.instance(name);
        if (instance.state() == InstanceState.TERMINATED) {
            throw new VpcException(
                    INCORRECT_INSTANCE_STATE,
                    "The instance '" + instance.id() + "' is not in a state from which it can be started or stopped.");
        }
        return instance;
    }

    /**
     * The VPC with that instance terminated; once more is no error.
     *
     * @param delete names of the ENIs that go with it; the others are detached
     */
    static Vpc terminate(Vpc vpc, String name, Set<String> delete) {
        VpcInstance instance = vpc.instance(name);
        Vpc after = vpc;
        for (VpcEni eni : vpc.attached(instance.name())) {
            after = delete.contains(eni.name()) ? after.without(eni) : after.with(eni.withAttachment(Optional.empty()));
        }
        return after.with(instance.in(InstanceState.TERMINATED));
    }

    /** The VPC with one more subnet. */
    static Vpc withSubnet(Vpc vpc, Subnet subnet) {
        subnet.cidrs().forEach(cidr -> {
            if (vpc.cidrs().stream().noneMatch(each -> each.contains(cidr))) {
                throw new VpcException(
                        VpcException.Code.SUBNET_RANGE, "The CIDR '" + cidr + "' is invalid: it is not in the VPC");
            }
            vpc.subnets()
                    .values()
                    .forEach(other -> other.cidrs()
                            .filter(each -> each.contains(cidr) || cidr.contains(each))
                            .forEach(each -> {
                                throw new VpcException(
                                        VpcException.Code.SUBNET_CONFLICT,
                                        "The CIDR '" + cidr + "' conflicts with " + each + " of another subnet");
                            }));
        });
        if (subnet.cidrs().findAny().isEmpty()) {
            throw new VpcException(INVALID, "a subnet has a network");
        }
        return vpc.with(subnet);
    }
}
