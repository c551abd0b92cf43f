package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.ElasticIp;
import dev.enid.agent.ec2.ElasticIpName;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;

/** Plans to move an Elastic IP. */
final class ElasticIpSurvey {

    private final Survey survey;
    private final Ec2Instance target;

    ElasticIpSurvey(Survey survey, Ec2Instance target) {
        this.survey = survey;
        this.target = target;
    }

    MovePlan plan(ElasticIpName name) throws MoveFailed, InterruptedException {
        ElasticIp elasticIp = survey.ask(ec2 -> ec2.elasticIp(name));
        Optional<NetworkInterface> source = elasticIp.eni().isPresent()
                ? Optional.of(survey.eni(elasticIp.eni().get()))
                : Optional.empty();
        boolean there =
                source.map(Survey::instanceOf).filter(target.id()::equals).isPresent();
        Optional<EniId> asked = survey.options().eni();
        EniId goalId = there && asked.isEmpty() ? source.orElseThrow().id() : Counterpart.of(survey, target, source);
        boolean already = source.filter(each -> each.id().equals(goalId)).isPresent();
        NetworkInterface goal = already ? source.orElseThrow() : survey.eni(goalId);
        Optional<Ip> privateIp = goal.ipv4().stream().findFirst();
        if (privateIp.isEmpty()) {
            throw MoveFailed.refused(
                    goalId + " has no IPv4 address that an Elastic IP could lead to", "name another ENI with --eni");
        }
        ElasticIpMovable movable = new ElasticIpMovable(elasticIp, goalId, privateIp);
        Place place = new Place(goalId.text(), target.id());
        return new MovePlan(
                new Resource.Elastic(name),
                elasticIp.ip() + " (" + elasticIp.allocation() + ")",
                source.map(each -> new Place(each.id().text(), Survey.instanceOf(each))),
                place,
                already,
                already ? List.of() : List.of(movable.take(place, source.isPresent())),
                already || source.isEmpty()
                        ? List.of()
                        : List.of("connections to " + elasticIp.ip() + " end; new ones go to " + privateIp.get()
                                + " of " + target.id() + " within seconds"),
                already
                        ? List.of()
                        : List.of("should another Elastic IP lead to " + privateIp.get() + ", EC2 lets that one go"),
                new MovePlan.Sign(Optional.empty(), Optional.empty(), Optional.of(elasticIp.ip())),
                movable);
    }
}
