package dev.enid.core.desire;

import java.util.List;

/**
 * What should hold.
 *
 * @param wants in no order that matters: the planner orders
 * @param refused what a guard keeps from being wanted
 * @param leftovers what may become of objects of ours that are not wanted
 * @param standings one for each ENI, by table
 * @param containers whether connections are marked
 * @param notes what is about no single ENI and a person should know, in sentences
 */
public record Desired(
        List<Want> wants,
        List<Refused> refused,
        Leftovers leftovers,
        List<Standing> standings,
        ContainerStand containers,
        List<String> notes) {

    /** Of what has no containers. */
    public Desired(List<Want> wants, List<Refused> refused, Leftovers leftovers, List<Standing> standings) {
        this(wants, refused, leftovers, standings, new ContainerStand(false, "nothing is known of them"), List.of());
    }

    public Desired {
        wants = List.copyOf(wants);
        refused = List.copyOf(refused);
        standings = List.copyOf(standings);
        notes = List.copyOf(notes);
    }
}
