package dev.enid.lab.topology;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An instance.
 *
 * @param name its name in the topology, its host name, and the last part of its namespace's name
 * @param id {@code i-0a1b2c3d4e5f60718}
 * @param zone the availability zone: that of every subnet its ENIs are in
 * @param manager who configures its primary ENI
 * @param naming how its kernel calls network interfaces
 * @param role of IAM; absent where it has none, and no credentials by it
 */
public record VpcInstance(
        String name,
        String id,
        String zone,
        HostManager manager,
        LinkNaming naming,
        InstanceType type,
        Optional<String> role,
        InstanceState state) {

    /** The role of an instance of which nobody says which. */
    public static final String USUAL_ROLE = "enid-lab";

    /** IAM API Reference, CreateRole. */
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

    /** Whether a role can be called so. */
    public static boolean isRole(String name) {
        return ROLE.matcher(name).matches();
    }

    public Limits limits() {
        return type.limits();
    }

    public boolean running() {
        return state == InstanceState.RUNNING;
    }

    VpcInstance inZone(String other) {
        return new VpcInstance(name, id, other, manager, naming, type, role, state);
    }

    VpcInstance in(InstanceState other) {
        return new VpcInstance(name, id, zone, manager, naming, type, role, other);
    }
}
