package dev.enid.agent.ec2;

import dev.enid.core.inventory.EniId;
import java.util.List;

/**
 * An instance, as DescribeInstances tells it.
 *
 * @param state {@code running}, {@code stopped} and so on, as EC2 has it
 * @param enis those at it, by their slots
 */
public record Ec2Instance(String id, String type, String zone, String vpc, String state, List<Plugged> enis) {

    /** An ENI at an instance. */
    public record Plugged(EniId eni, String subnet, Slot slot) {}

    public Ec2Instance {
        enis = List.copyOf(enis);
    }

    public boolean running() {
        return state.equals("running");
    }
}
