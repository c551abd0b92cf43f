package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.Which;
import dev.enid.agent.iam.Purpose;
import dev.enid.agent.imds.Timing;
import dev.enid.core.inventory.EniId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks what is where, and plans a move or refuses it. Nothing is changed. What all kinds of resources have in common is here:
 * the target, and its ENIs.
 */
public final class Survey {

    /** How long what is not found may only not be shown yet. */
    private static final Duration LAG = Duration.ofSeconds(3);

    private final Asking asking;
    private final Deadline lag;
    private final MoveOptions options;
    private final Purpose purpose;

    private Survey(Asking asking, Deadline lag, MoveOptions options, Purpose purpose) {
        this.asking = asking;
        this.lag = lag;
        this.options = options;
        this.purpose = purpose;
    }

    /**
     * Plans.
     *
     * @param target an instance's id
     * @throws MoveFailed when it cannot be done, or EC2 cannot be asked
     */
    public static MovePlan plan(Ec2 ec2, Timing timing, Resource resource, String target, MoveOptions options)
            throws MoveFailed, InterruptedException {
        Deadline deadline = Deadline.in(options.timeout(), timing);
        Survey survey = new Survey(
                new Asking(ec2, new Pace(timing), deadline), Deadline.in(LAG, timing), options, resource.purpose());
        Ec2Instance to = survey.instance(target);
        if (!to.running()) {
            throw MoveFailed.refused(
                    target + " is not running but " + to.state(), "start it, or name another instance with --to");
        }
        return switch (resource) {
            case Resource.Interface(EniName name) -> new EniSurvey(survey, to).plan(name);
            case Resource.Address(var ip) -> new NetworkSurvey(survey, to).plan(resource, ip.toCidr());
            case Resource.Prefix(var prefix) -> new NetworkSurvey(survey, to).plan(resource, prefix);
            case Resource.Elastic(var name) -> new ElasticIpSurvey(survey, to).plan(name);
            case Resource.Route route -> new RouteSurvey(survey, to).plan(route);
        };
    }

    MoveOptions options() {
        return options;
    }

    /** One question; what EC2 refuses, the move is refused for. */
    <T> T ask(Asking.Question<T> question) throws MoveFailed, InterruptedException {
        try {
            return asking.of(question, lag);
        } catch (Ec2Failure failure) {
            throw new MoveFailed(MoveFailed.Outcome.REFUSED, Complaint.of(failure, purpose), failure);
        }
    }

    Ec2Instance instance(String id) throws MoveFailed, InterruptedException {
        return ask(ec2 -> ec2.instances(List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> MoveFailed.refused("there is no instance " + id));
    }

    List<NetworkInterface> enis(Which which) throws MoveFailed, InterruptedException {
        return ask(ec2 -> ec2.networkInterfaces(which));
    }

    NetworkInterface eni(EniId id) throws MoveFailed, InterruptedException {
        return enis(new Which.ById(List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> MoveFailed.refused("there is no ENI " + id));
    }

    /**
     * What the type takes; empty where EC2 does not say, as some that speak its API do not. That one may not ask for it is no
     * such case.
     */
    Optional<InstanceLimits> limits(Ec2Instance instance) throws MoveFailed, InterruptedException {
        try {
            return Optional.of(asking.of(ec2 -> ec2.limits(instance.type()), lag));
        } catch (Ec2Failure failure) {
            boolean silent = failure.kind() == Ec2Failure.Kind.REFUSED
                    && List.of("InvalidAction", "InvalidInstanceType", "").contains(failure.code());
            if (silent) {
                return Optional.empty();
            }
            throw new MoveFailed(MoveFailed.Outcome.REFUSED, Complaint.of(failure, purpose), failure);
        }
    }

    /** The instance that has an ENI; empty for none, or for a service of AWS that shows none. */
    static String instanceOf(NetworkInterface eni) {
        return eni.held().flatMap(NetworkInterface.Attachment::instance).orElse("");
    }
}
