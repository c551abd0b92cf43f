package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import java.util.Optional;

/** A resource in the hands of a move: where it is, and what to ask for so that it goes elsewhere. */
public sealed interface Movable permits EniMovable, NetworkMovable, ElasticIpMovable, RouteMovable {

    /** What it is called: an id, an address. */
    String name();

    /** When its steps are done. */
    Phases phases();

    /**
     * The two steps, asked for and seen.
     *
     * @param release empty where taking it is all there is
     */
    record Phases(Optional<Phase> release, Optional<Phase> released, Phase take, Phase taken) {

        static Phases of(Phase take, Phase taken) {
            return new Phases(Optional.empty(), Optional.empty(), take, taken);
        }
    }

    Whereabouts look(Ec2 ec2) throws Ec2Failure;

    /** Has its holder give it up; empty where the goal can take it from there. */
    Optional<Mutation> release(Whereabouts now, boolean force);

    /**
     * Has a place take it.
     *
     * @param held whether someone else has it
     */
    Mutation take(Place place, boolean held);

    /** Whether there is a reason to ask for the same in another way, which {@link #take} says from then on. */
    default boolean mend(Ec2 ec2, Place place) throws Ec2Failure {
        return false;
    }
}
