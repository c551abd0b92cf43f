package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.NetworkInterface.Attachment;
import dev.enid.agent.ec2.Slot;
import dev.enid.agent.ec2.Which;
import dev.enid.core.inventory.EniId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ENI. Its holder is an instance; nobody can attach it while it is attached, so that EC2 itself decides a race. */
final class EniMovable implements Movable {

    private static final Phases PHASES =
            new Phases(Optional.of(Phase.DETACH), Optional.of(Phase.DETACHED), Phase.ATTACH, Phase.ATTACHED);

    private final EniId eni;
    private final Slots slots;
    /** Where it goes, by instance. */
    private final Map<String, Slot> chosen;

    /** @param chosen the slot at the goal, and the one at the source, for the way back */
    EniMovable(EniId eni, Slots slots, Map<String, Slot> chosen) {
        this.eni = eni;
        this.slots = slots;
        this.chosen = new HashMap<>(chosen);
    }

    @Override
    public String name() {
        return eni.text();
    }

    @Override
    public Phases phases() {
        return PHASES;
    }

    @Override
    public Whereabouts look(Ec2 ec2) throws Ec2Failure {
        return ec2.networkInterfaces(new Which.ById(List.of(eni))).stream()
                .findFirst()
                .flatMap(NetworkInterface::held)
                .map(EniMovable::at)
                .orElse(Whereabouts.NOWHERE);
    }

    static Whereabouts at(Attachment attachment) {
        Whereabouts.Stage stage = switch (attachment.stage()) {
            case ATTACHING -> Whereabouts.Stage.COMING;
            case ATTACHED -> Whereabouts.Stage.SETTLED;
            case DETACHING, DETACHED -> Whereabouts.Stage.GOING;
        };
        return new Whereabouts(
                Optional.of(attachment.instance().orElse("an AWS service")), stage, Optional.of(attachment.id()));
    }

    @Override
    public Optional<Mutation> release(Whereabouts now, boolean force) {
        return now.attachment()
                .map(attachment -> new Mutation.Detach(eni, now.holder().orElse(""), attachment, force));
    }

    @Override
    public Mutation take(Place place, boolean held) {
        return new Mutation.Attach(eni, place.holder(), chosen.getOrDefault(place.holder(), slots.first()));
    }

    /** Someone may have put another ENI into that slot since it was chosen. */
    @Override
    public boolean mend(Ec2 ec2, Place place) throws Ec2Failure {
        Optional<Ec2Instance> instance =
                ec2.instances(List.of(place.holder())).stream().findFirst();
        Optional<Slot> taken = Optional.ofNullable(chosen.get(place.holder()))
                .filter(slot -> instance.stream()
                        .flatMap(each -> each.enis().stream())
                        .anyMatch(
                                each -> each.slot().equals(slot) && !each.eni().equals(eni)));
        Optional<Slot> other = taken.flatMap(_ -> slots.free(instance.orElseThrow()));
        other.ifPresent(slot -> chosen.put(place.holder(), slot));
        return other.isPresent();
    }
}
