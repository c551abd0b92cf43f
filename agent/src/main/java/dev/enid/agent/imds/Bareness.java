package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.core.inventory.Instance;
import java.util.Optional;

/**
 * Whether an ENI that lacks addresses may lack them. One without any is either EFA-only or has just been attached, and IMDS
 * says the same of both. One with IPv6 addresses alone is as it should be in an IPv6-only subnet; in any other its IPv4
 * addresses are still to come.
 */
enum Bareness {
    /** It has IPv4 addresses, or may do without. */
    FINE,
    /** It had an IPv4 address, and an ENI keeps its primary one for life. */
    LOST,
    /** None, and that is news: most likely just attached. */
    TOO_SOON,
    /** None, as at the last look: EFA-only, if its directory is still the same at the end of the reading. */
    LOOK_AGAIN;

    /**
     * @param last as it was when last described
     * @param before the instance at the last reading; empty at the first, when an EFA-only ENI is no news and nothing is lost
     * @param primary never EFA-only: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
     * @param hotPlug whether its link has only just appeared
     */
    static Bareness of(
            Described one, Optional<Described> last, Optional<Instance> before, boolean primary, boolean hotPlug) {
        if (!one.ipv4().isEmpty()) {
            return FINE;
        }
        boolean hadIpv4 = last.filter(_ -> before.isPresent())
                .filter(then -> then.fixed().id().equals(one.fixed().id()))
                .filter(then -> !then.ipv4().isEmpty())
                .isPresent();
        if (hadIpv4) {
            return LOST;
        }
        if (!one.isBare() && one.fixed().subnetV4().isEmpty()) {
            return FINE;
        }
        if (one.isBare() && primary) {
            return TOO_SOON;
        }
        boolean asBefore = before.flatMap(then -> then.eni(one.mac()))
                .filter(then -> then.ipv4().isEmpty())
                .filter(then -> !one.isBare() || then.efaOnly())
                .isPresent();
        if (asBefore) {
            return FINE;
        }
        boolean news = before.isPresent() && !before.get().isPending(one.mac());
        return news || hotPlug ? TOO_SOON : LOOK_AGAIN;
    }

    /** What is said of an ENI that waits for this. */
    String text() {
        return switch (this) {
            case FINE -> "there are some";
            case LOST -> "there are none any more, but an ENI keeps its primary IPv4 address";
            case TOO_SOON, LOOK_AGAIN -> "there are none yet, unless the ENI is EFA-only";
        };
    }
}
