package dev.enid.lab.server;

import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import java.util.List;
import java.util.Optional;

/** What can be asked of a lab that is up: one line of JSON, told apart by its key {@code do}. */
public sealed interface LabRequest {

    /** {@code show}: how everything is. */
    record Show(String do_) implements LabRequest {
        public Show() {
            this("show");
        }
    }

    /** {@code down}: end. */
    record Down(String do_) implements LabRequest {
        public Down() {
            this("down");
        }
    }

    /**
     * {@code attach}.
     *
     * @param eni name, id or MAC address
     */
    record Attach(String do_, String instance, String eni, Optional<Integer> deviceIndex, Optional<Integer> networkCard)
            implements LabRequest {
        public Attach(String instance, String eni, Optional<Integer> deviceIndex, Optional<Integer> networkCard) {
            this("attach", instance, eni, deviceIndex, networkCard);
        }
    }

    /** {@code detach}. */
    record Detach(String do_, String eni) implements LabRequest {
        public Detach(String eni) {
            this("detach", eni);
        }
    }

    /**
     * {@code assign}.
     *
     * @param addresses addresses, and prefixes with their length
     * @param reassign whether an address may be taken from another ENI
     */
    record Assign(
            String do_,
            String eni,
            List<String> addresses,
            int ipv4Count,
            int ipv6Count,
            int ipv4PrefixCount,
            int ipv6PrefixCount,
            boolean reassign)
            implements LabRequest {
        public Assign(
                String eni,
                List<String> addresses,
                int ipv4Count,
                int ipv6Count,
                int ipv4PrefixCount,
                int ipv6PrefixCount,
                boolean reassign) {
            this("assign", eni, addresses, ipv4Count, ipv6Count, ipv4PrefixCount, ipv6PrefixCount, reassign);
        }
    }

    /** {@code unassign}. */
    record Unassign(String do_, String eni, List<String> addresses) implements LabRequest {
        public Unassign(String eni, List<String> addresses) {
            this("unassign", eni, addresses);
        }
    }

    /**
     * {@code fault}.
     *
     * @param instance name or id; absent for all of the lab
     * @param words as after {@code enid lab fault imds}
     */
    record Fault(String do_, Optional<String> instance, List<String> words) implements LabRequest {
        public Fault(Optional<String> instance, List<String> words) {
            this("fault", instance, words);
        }
    }

    /**
     * {@code fault-ec2}.
     *
     * @param words as after {@code enid lab fault ec2}
     */
    record FaultEc2(String do_, List<String> words) implements LabRequest {
        public FaultEc2(List<String> words) {
            this("fault-ec2", words);
        }
    }

    /** Only the key that tells requests apart. */
    record Verb(String do_) {}

    /**
     * Reads one.
     *
     * @throws JsonFault saying what is wrong with the line
     * @throws IllegalArgumentException for a verb that is none of these
     */
    static LabRequest read(String line) throws JsonFault {
        String verb = Json.read(Verb.class, line).do_();
        return switch (verb) {
            case "show" -> Json.read(Show.class, line);
            case "down" -> Json.read(Down.class, line);
            case "attach" -> Json.read(Attach.class, line);
            case "detach" -> Json.read(Detach.class, line);
            case "assign" -> Json.read(Assign.class, line);
            case "unassign" -> Json.read(Unassign.class, line);
            case "fault" -> Json.read(Fault.class, line);
            case "fault-ec2" -> Json.read(FaultEc2.class, line);
            default ->
                throw new IllegalArgumentException(
                        "a lab can show, down, attach, detach, assign, unassign, fault and fault-ec2, not "
                                + dev.enid.core.ip.Quoted.of(verb));
        };
    }
}
