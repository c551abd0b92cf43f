package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Instance;
import dev.enid.agent.ec2.InstanceLimits;
import dev.enid.agent.ec2.Slot;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which slot of an instance an ENI gets.
 *
 * @param index the one that was asked for
 * @param card the network card that was asked for
 * @param limits of the instance type; where they are not known, EC2 refuses what is too much
 */
record Slots(OptionalInt index, OptionalInt card, Optional<InstanceLimits> limits) {

    /** EC2 has no higher ones: so many ENIs no network card takes. */
    private static final int MOST = 99;

    /** The one to ask for where nothing is known of the instance. */
    Slot first() {
        return new Slot(card.orElse(0), index.orElse(1));
    }

    /** A free one, at the first network card that takes another ENI. */
    Optional<Slot> free(Ec2Instance instance) {
        return cards().filter(each -> hasRoom(instance, each))
                .mapToObj(each -> free(instance, each))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The same as it had elsewhere, where that is free: what goes by the device index finds it again. */
    Optional<Slot> free(Ec2Instance instance, Slot elsewhere) {
        boolean wanted = index.orElse(elsewhere.deviceIndex()) == elsewhere.deviceIndex()
                && card.orElse(elsewhere.networkCard()) == elsewhere.networkCard()
                && cards().anyMatch(each -> each == elsewhere.networkCard());
        return wanted && isFree(instance, elsewhere) && hasRoom(instance, elsewhere.networkCard())
                ? Optional.of(elsewhere)
                : free(instance);
    }

    private IntStream cards() {
        int count = limits.map(each -> each.cards().size()).orElse(1);
        return card.isPresent() ? IntStream.of(card.getAsInt()) : IntStream.range(0, count);
    }

    private boolean hasRoom(Ec2Instance instance, int networkCard) {
        long used = instance.enis().stream()
                .filter(each -> each.slot().networkCard() == networkCard)
                .count();
        return limits.map(each ->
                        networkCard < each.cards().size() && used < each.cards().get(networkCard))
                .orElse(true);
    }

    private Optional<Slot> free(Ec2Instance instance, int networkCard) {
        IntStream indexes = index.isPresent() ? IntStream.of(index.getAsInt()) : IntStream.rangeClosed(1, MOST);
        return indexes.mapToObj(each -> new Slot(networkCard, each))
                .filter(slot -> isFree(instance, slot))
                .findFirst();
    }

    private static boolean isFree(Ec2Instance instance, Slot slot) {
        return instance.enis().stream().noneMatch(each -> each.slot().equals(slot));
    }
}
