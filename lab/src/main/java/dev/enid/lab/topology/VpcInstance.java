package dev.enid.lab.topology;

/**
 * An instance.
 *
 * @param name its name in the topology, its host name, and the last part of its namespace's name
 * @param id {@code i-0a1b2c3d4e5f60718}
 * @param zone the availability zone: that of every subnet its ENIs are in
 * @param manager who configures its primary ENI
 * @param naming how its kernel calls network interfaces
 */
public record VpcInstance(
        String name,
        String id,
        String zone,
        HostManager manager,
        LinkNaming naming,
        InstanceType type,
        InstanceState state) {

    public Limits limits() {
        return type.limits();
    }

    public boolean running() {
        return state == InstanceState.RUNNING;
    }

    VpcInstance inZone(String other) {
        return new VpcInstance(name, id, other, manager, naming, type, state);
    }

    VpcInstance in(InstanceState other) {
        return new VpcInstance(name, id, zone, manager, naming, type, other);
    }
}
