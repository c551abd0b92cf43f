package dev.enid.core.desire;

import java.util.List;

/**
 * What should hold.
 *
 * @param wants in no order that matters: the planner orders
 * @param refused what a guard keeps from being wanted
 * @param leftovers what may become of objects of ours that are not wanted
 * @param standings one for each ENI, by table
 */
public record Desired(List<Want> wants, List<Refused> refused, Leftovers leftovers, List<Standing> standings) {

    public Desired {
        wants = List.copyOf(wants);
        refused = List.copyOf(refused);
        standings = List.copyOf(standings);
    }
}
