package dev.enid.agent.move;

import dev.enid.agent.ec2.Mutation;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;

/**
 * What a move is going to do.
 *
 * @param resource by its id, however it was named
 * @param what it is, for a person: {@code eni-1 (10.0.1.20)}
 * @param source who has it; empty where nobody has
 * @param already it is at the goal, or on its way there
 * @param steps what is asked of EC2, in this order
 * @param interrupts what stops working, and for how long, in sentences
 * @param warnings what should be known before, in sentences
 * @param sign by which the target shows that it has it
 * @param to the target as it is typed, where the same is asked for again
 */
public record MovePlan(
        Resource resource,
        String what,
        Optional<Place> source,
        Place goal,
        boolean already,
        List<Mutation> steps,
        List<String> interrupts,
        List<String> warnings,
        Sign sign,
        Movable movable,
        String to) {

    /**
     * What is to be seen.
     *
     * @param eni on the target; empty for what only EC2 knows of
     * @param network which that ENI is to have; empty for the ENI itself
     * @param address that can be asked whether it answers; empty where a person has to say
     */
    public record Sign(Optional<EniId> eni, Optional<Cidr> network, Optional<Ip> address) {}

    public MovePlan {
        steps = List.copyOf(steps);
        interrupts = List.copyOf(interrupts);
        warnings = List.copyOf(warnings);
    }

    MovePlan(
            Resource resource,
            String what,
            Optional<Place> source,
            Place goal,
            boolean already,
            List<Mutation> steps,
            List<String> interrupts,
            List<String> warnings,
            Sign sign,
            Movable movable) {
        this(resource, what, source, goal, already, steps, interrupts, warnings, sign, movable, goal.instance());
    }

    /** The same, asked for with other words: who moves something to the instance they are on has it configured there, too. */
    public MovePlan typedTo(String words) {
        return new MovePlan(resource, what, source, goal, already, steps, interrupts, warnings, sign, movable, words);
    }

    /** The command that does the same again. */
    public String command() {
        return "enid move " + resource.typed() + " --to " + to;
    }
}
