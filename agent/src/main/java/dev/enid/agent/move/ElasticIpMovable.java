package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.ElasticIp;
import dev.enid.agent.ec2.ElasticIpName;
import dev.enid.agent.ec2.Mutation;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import java.util.Optional;

/**
 * An Elastic IP. Its holder is an ENI. Where nothing holds it, AllowReassociation stays off: then EC2 refuses, should someone
 * have been faster.
 *
 * @param privateIp the goal's own address that it leads to
 */
record ElasticIpMovable(ElasticIp elasticIp, EniId goal, Optional<Ip> privateIp) implements Movable {

    @Override
    public String name() {
        return elasticIp.ip().toString();
    }

    @Override
    public Phases phases() {
        return Phases.of(Phase.ASSOCIATE, Phase.ASSOCIATED);
    }

    @Override
    public Whereabouts look(Ec2 ec2) throws Ec2Failure {
        return ec2.elasticIp(new ElasticIpName.ByAllocation(elasticIp.allocation()))
                .eni()
                .map(eni -> Whereabouts.settled(eni.text()))
                .orElse(Whereabouts.NOWHERE);
    }

    @Override
    public Optional<Mutation> release(Whereabouts now, boolean force) {
        return Optional.empty();
    }

    @Override
    public Mutation take(Place place, boolean held) {
        EniId eni = new EniId(place.holder());
        return new Mutation.Associate(
                elasticIp.allocation(),
                elasticIp.ip(),
                eni,
                eni.equals(goal) ? privateIp : elasticIp.privateIp(),
                held);
    }
}
