package dev.enid.lab.fabric;

import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.util.List;
import java.util.Optional;

/**
 * What machines and links have to do when the VPC changes.
 *
 * @param booting instances that run from now on
 * @param ending instances that ran until now
 * @param appearing ENIs that the fabric has a port for from now on
 * @param hotplugged those of them whose instance was running before
 * @param vanishing ENIs that the fabric had a port for until now
 */
record Difference(
        List<VpcInstance> booting,
        List<VpcInstance> ending,
        List<VpcEni> appearing,
        List<VpcEni> hotplugged,
        List<VpcEni> vanishing) {

    static Difference between(Vpc before, Vpc after) {
        List<VpcEni> appearing = notIn(before, after);
        return new Difference(
                after.instances().values().stream()
                        .filter(each -> each.running() && !runs(before, each.name()))
                        .toList(),
                before.instances().values().stream()
                        .filter(each -> each.running() && !runs(after, each.name()))
                        .toList(),
                appearing,
                appearing.stream()
                        .filter(eni -> eni.attachment()
                                .filter(place -> runs(before, place.instance()))
                                .isPresent())
                        .toList(),
                notIn(after, before));
    }

    private static boolean runs(Vpc vpc, String instance) {
        return Optional.ofNullable(vpc.instances().get(instance))
                .filter(VpcInstance::running)
                .isPresent();
    }

    /** ENIs with a port in {@code there}, and none, or one elsewhere, in the other. */
    private static List<VpcEni> notIn(Vpc other, Vpc there) {
        return there.enis().values().stream()
                .filter(eni -> hasPort(there, eni))
                .filter(eni -> Optional.ofNullable(other.enis().get(eni.name()))
                        .filter(same -> hasPort(other, same))
                        .flatMap(VpcEni::attachment)
                        .filter(place -> isPlace(eni, place))
                        .isEmpty())
                .toList();
    }

    private static boolean isPlace(VpcEni eni, Attachment place) {
        return eni.attachment().filter(place::isThatOf).isPresent();
    }

    private static boolean hasPort(Vpc vpc, VpcEni eni) {
        return vpc.plugged(eni) && !eni.efaOnly();
    }
}
