package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.NetworkInterface.Attachment;
import dev.enid.agent.ec2.Slot;
import dev.enid.agent.ec2.Which;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans to move an ENI. */
final class EniSurvey {

    private final Survey survey;
    private final Ec2Instance target;
    private final List<String> warnings = new ArrayList<>();

    EniSurvey(Survey survey, Ec2Instance target) {
        this.survey = survey;
        this.target = target;
    }

    MovePlan plan(EniName name) throws MoveFailed, InterruptedException {
        NetworkInterface eni = find(name);
        check(eni);
        Optional<Attachment> held = eni.held();
        Optional<String> holder = held.flatMap(Attachment::instance);
        boolean already = holder.filter(target.id()::equals).isPresent();
        Optional<InstanceLimits> limits = already ? Optional.empty() : survey.limits(target);
        Slots slots = new Slots(survey.options().deviceIndex(), survey.options().networkCard(), limits);
        Map<String, Slot> chosen = new HashMap<>();
        held.ifPresent(attachment -> chosen.put(attachment.instance().orElse(""), attachment.slot()));
        List<Mutation> steps = new ArrayList<>();
        if (!already) {
            Slot slot = slot(slots, limits, held);
            chosen.put(target.id(), slot);
            if (held.isPresent()) {
                checkSource(held.get(), holder.orElse(""));
                steps.add(new Mutation.Detach(
                        eni.id(),
                        holder.orElse(""),
                        held.get().id(),
                        survey.options().force()));
            }
            steps.add(new Mutation.Attach(eni.id(), target.id(), slot));
        }
        return new MovePlan(
                new Resource.Interface(new EniName.ById(eni.id())),
                words(eni),
                holder.map(Place::at),
                Place.at(target.id()),
                already,
                steps,
                already || held.isEmpty()
                        ? List.of()
                        : List.of("connections to " + addresses(eni) + " end when " + eni.id()
                                + " is detached; new ones are taken when " + target.id()
                                + " has it and routes it, on EC2 some 5 to 15 s later"),
                warnings,
                new MovePlan.Sign(Optional.of(eni.id()), Optional.empty(), eni.primaryAddress()),
                new EniMovable(eni.id(), slots, chosen));
    }

    private NetworkInterface find(EniName name) throws MoveFailed, InterruptedException {
        List<NetworkInterface> found = switch (name) {
            case EniName.ById(var id) -> survey.enis(new Which.ById(List.of(id)));
            case EniName.ByAddress(Ip ip) -> survey.enis(new Which.ByAddress(ip, target.vpc()));
            case EniName.ByTag(var tag) -> survey.enis(new Which.ByTag(tag));
        };
        if (found.isEmpty()) {
            throw MoveFailed.refused(
                    "there is no ENI " + name
                            + (name instanceof EniName.ByAddress
                                    ? " in " + target.vpc() + ", where the target is"
                                    : ""),
                    "to see those there are: aws ec2 describe-network-interfaces");
        }
        if (found.size() > 1) {
            throw MoveFailed.refused(
                    found.size() + " ENIs have the tag " + name + ": "
                            + found.stream().map(eni -> eni.id().text()).collect(Collectors.joining(", ")),
                    "name one of them by its id");
        }
        return found.getFirst();
    }

    private void check(NetworkInterface eni) throws MoveFailed {
        Optional<Attachment> held = eni.held();
        if (eni.requesterManaged()
                || held.filter(each -> each.instance().isEmpty()).isPresent()) {
            throw MoveFailed.refused(
                    eni.id() + " belongs to an AWS service, which alone may move it",
                    "make an ENI of your own for what has to move");
        }
        if (!eni.zone().equals(target.zone())) {
            throw MoveFailed.refused(
                    eni.id() + " is in " + eni.zone() + ", and " + target.id() + " in " + target.zone()
                            + ": an ENI never leaves its zone",
                    "move an Elastic IP or a route instead, or name an instance in " + eni.zone());
        }
        if (held.filter(each -> each.slot().equals(Slot.PRIMARY)).isPresent()
                && !Survey.instanceOf(eni).equals(target.id())) {
            throw MoveFailed.refused(
                    eni.id() + " is the primary ENI of " + Survey.instanceOf(eni)
                            + ", at device index 0: EC2 never detaches it",
                    "put what has to move on a secondary ENI, or move an address: enid move address");
        }
    }

    private Slot slot(Slots slots, Optional<InstanceLimits> limits, Optional<Attachment> held) throws MoveFailed {
        if (limits.isEmpty()) {
            warnings.add("EC2 does not tell how many ENIs a " + target.type() + " takes: that is not checked");
        }
        Optional<Slot> slot = held.isPresent() ? slots.free(target, held.get().slot()) : slots.free(target);
        if (slot.isEmpty()) {
            throw MoveFailed.refused(
                    target.id() + " has no place for another ENI: it has "
                            + target.enis().size()
                            + limits.map(each -> ", and as a " + target.type() + " takes "
                                            + each.cards().stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(" + ")))
                                    .orElse(", and the device index that was asked for is taken"),
                    "detach one from it, or leave --device-index and --network-card out");
        }
        return slot.get();
    }

    private void checkSource(Attachment held, String source) throws MoveFailed, InterruptedException {
        Ec2Instance from = survey.instance(source);
        if (held.deleteOnTermination()) {
            warnings.add(
                    from.state().equals("shutting-down")
                            ? source
                                    + " is being terminated, and its ENI is deleted with it (DeleteOnTermination): be quick"
                            : "at " + source + " it is deleted with the instance (DeleteOnTermination); at "
                                    + target.id() + " it will not be: EC2 starts anew with each attachment");
        }
        if (!from.running()) {
            warnings.add(source + " is " + from.state() + ": it may not let go of it by itself"
                    + (survey.options().force() || survey.options().forceAfter().isPresent()
                            ? ""
                            : "; --force-after 30s would help"));
        }
        if (survey.options().force()) {
            warnings.add("by force " + source + " is not asked to let go: what it still had to send is lost");
        }
    }

    private static String words(NetworkInterface eni) {
        return eni.id() + eni.primaryAddress().map(ip -> " (" + ip + ")").orElse("");
    }

    private static String addresses(NetworkInterface eni) {
        List<String> all = Stream.of(
                        eni.ipv4().stream().map(Ip::toString),
                        eni.ipv6().stream().map(Ip::toString),
                        eni.prefixes().stream().map(Object::toString))
                .flatMap(each -> each)
                .toList();
        int shown = 4;
        return all.size() <= shown
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, shown)) + " and " + (all.size() - shown) + " more";
    }
}
