package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.RouteTable;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import java.util.Optional;

/** A route. Its holder is where it leads: an ENI, or at first a gateway. ReplaceRoute asks nothing of what it replaces. */
record RouteMovable(String table, Cidr destination) implements Movable {

    @Override
    public String name() {
        return destination + " of " + table;
    }

    @Override
    public Phases phases() {
        return Phases.of(Phase.REPLACE, Phase.REPLACED);
    }

    @Override
    public Whereabouts look(Ec2 ec2) throws Ec2Failure {
        return ec2.routeTable(table)
                .route(destination)
                .map(RouteTable.Route::target)
                .map(Whereabouts::settled)
                .orElse(Whereabouts.NOWHERE);
    }

    @Override
    public Optional<Mutation> release(Whereabouts now, boolean force) {
        return Optional.empty();
    }

    @Override
    public Mutation take(Place place, boolean held) {
        return new Mutation.ReplaceRoute(table, destination, new EniId(place.holder()));
    }
}
