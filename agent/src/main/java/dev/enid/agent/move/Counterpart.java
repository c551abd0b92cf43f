package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.NetworkInterface;
import dev.enid.agent.ec2.Slot;
import dev.enid.core.inventory.EniId;
import java.util.Optional;

/**
 * Which ENI of the target takes what no subnet ties to one: an Elastic IP, a route. The one at the same device index as at the
 * source, where the target has one, so that a pair of instances built alike fails over alike; else the primary.
 */
final class Counterpart {

    private Counterpart() {}

    static EniId of(Survey survey, Ec2Instance target, Optional<NetworkInterface> source) throws MoveFailed {
        Optional<EniId> asked = survey.options().eni();
        if (asked.isPresent()) {
            boolean there = target.enis().stream().anyMatch(each -> each.eni().equals(asked.get()));
            if (!there) {
                throw MoveFailed.refused(
                        asked.get() + " is not at " + target.id(), "leave --eni out, or name one that is");
            }
            return asked.get();
        }
        Optional<Slot> slot = source.flatMap(NetworkInterface::held).map(NetworkInterface.Attachment::slot);
        return at(target, slot)
                .or(() -> at(target, Optional.of(Slot.PRIMARY)))
                .orElseThrow(() -> MoveFailed.refused(target.id() + " has no ENI"));
    }

    private static Optional<EniId> at(Ec2Instance target, Optional<Slot> slot) {
        return target.enis().stream()
                .filter(each -> slot.equals(Optional.of(each.slot())))
                .map(Ec2Instance.Plugged::eni)
                .findFirst();
    }
}
