package dev.enid.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/**
 * The laws, in random worlds of every kind, 1,000 for each; {@code -Djqwik.tries.default=100000} tries more. A world that breaks a law
 * is printed as it was found and as small as it could be made, with the seed that leads to it.
 */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LawsTest {

    @Provide
    Arbitrary<World> worlds() {
        return Worlds.ofEveryKind();
    }

    private static void holds(Law law, World world) {
        assertThat(law.violations(Pass.of(world, Brain.ENID))).isEmpty();
    }

    @Property
    void onePassIsEnough(@ForAll("worlds") World world) {
        holds(Law.ONE_PASS_IS_ENOUGH, world);
    }

    @Property
    void nothingOfOthersIsTouched(@ForAll("worlds") World world) {
        holds(Law.NOTHING_OF_OTHERS_IS_TOUCHED, world);
    }

    @Property
    void thePrimaryStaysReachable(@ForAll("worlds") World world) {
        holds(Law.THE_PRIMARY_STAYS_REACHABLE, world);
    }

    @Property
    void containersAndTunnelsStayReachable(@ForAll("worlds") World world) {
        holds(Law.CONTAINERS_AND_TUNNELS_STAY_REACHABLE, world);
    }

    @Property
    void nothingOfOursOutranksOthers(@ForAll("worlds") World world) {
        holds(Law.NOTHING_OF_OURS_OUTRANKS_OTHERS, world);
    }

    @Property
    void unknownIsNotAbsent(@ForAll("worlds") World world) {
        holds(Law.UNKNOWN_IS_NOT_ABSENT, world);
    }

    @Property
    void everyAddressAnswersByItsOwnEni(@ForAll("worlds") World world) {
        holds(Law.EVERY_ADDRESS_ANSWERS_BY_ITS_OWN_ENI, world);
    }

    @Property
    void containersAnswerByTheEniTheyWereAskedOn(@ForAll("worlds") World world) {
        holds(Law.CONTAINERS_ANSWER_BY_THE_ENI_THEY_WERE_ASKED_ON, world);
    }

    @Property
    void theOrderOfFactsDoesNotMatter(@ForAll("worlds") World world) {
        holds(Law.THE_ORDER_OF_FACTS_DOES_NOT_MATTER, world);
    }
}
