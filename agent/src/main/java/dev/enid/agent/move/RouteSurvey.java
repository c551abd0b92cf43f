package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.RouteTable;
import dev.enid.core.inventory.EniId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans to move a route. */
final class RouteSurvey {

    private final Survey survey;
    private final Ec2Instance target;

    RouteSurvey(Survey survey, Ec2Instance target) {
        this.survey = survey;
        this.target = target;
    }

    MovePlan plan(Resource.Route resource) throws MoveFailed, InterruptedException {
        RouteTable table = survey.ask(ec2 -> ec2.routeTable(resource.table()));
        RouteTable.Route route = table.route(resource.destination()).orElseThrow(() -> missing(table, resource));
        check(table, route);
        Optional<NetworkInterface> source =
                route.eni().isPresent() ? Optional.of(survey.eni(route.eni().get())) : Optional.empty();
        boolean there =
                source.map(Survey::instanceOf).filter(target.id()::equals).isPresent();
        EniId goalId = there && survey.options().eni().isEmpty()
                ? source.orElseThrow().id()
                : Counterpart.of(survey, target, source);
        boolean already = source.filter(each -> each.id().equals(goalId)).isPresent();
        NetworkInterface goal = already ? source.orElseThrow() : survey.eni(goalId);
        if (goal.sourceDestCheck()) {
            throw MoveFailed.refused(
                    goalId + " drops what is neither from nor to itself (source/destination check): the route would"
                            + " lead nowhere",
                    "aws ec2 modify-network-interface-attribute --network-interface-id " + goalId
                            + " --no-source-dest-check");
        }
        RouteMovable movable = new RouteMovable(table.id(), route.destination());
        Place place = new Place(goalId.text(), target.id());
        return new MovePlan(
                resource,
                movable.name(),
                Optional.of(
                        new Place(route.target(), source.map(Survey::instanceOf).orElse(""))),
                place,
                already,
                already ? List.of() : List.of(movable.take(place, true)),
                already
                        ? List.of()
                        : List.of("what goes to " + route.destination() + " goes by " + target.id()
                                + " at once; connections that " + route.target()
                                + " kept track of, as a NAT does, end"),
                List.of(),
                new MovePlan.Sign(Optional.empty(), Optional.empty(), Optional.empty()),
                movable);
    }

    private static MoveFailed missing(RouteTable table, Resource.Route resource) {
        return MoveFailed.refused(
                table.id() + " has no route to " + resource.destination() + ", and a move makes none; it has routes to "
                        + table.routes().stream()
                                .map(each -> each.destination().toString())
                                .collect(Collectors.joining(", ")),
                "aws ec2 create-route makes one");
    }

    private void check(RouteTable table, RouteTable.Route route) throws MoveFailed {
        if (route.own()) {
            throw MoveFailed.refused(
                    "the route to " + route.destination() + " is " + table.id() + "'s own, to the VPC itself",
                    "name one that was added to it");
        }
        if (!table.vpc().equals(target.vpc())) {
            throw MoveFailed.refused(
                    table.id() + " is of " + table.vpc() + ", and " + target.id() + " in " + target.vpc(),
                    "name an instance in " + table.vpc());
        }
    }
}
