package dev.enid.core.world;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random worlds. All parts are small choices, so a world that breaks a law shrinks to the few that matter. */
final class Worlds {

    private static final int MOST_ENIS = 6;

    private Worlds() {}

    static Arbitrary<World> ofEveryKind() {
        return Arbitraries.oneOf(any(), fresh(), unsure());
    }

    /** Every world there is. */
    static Arbitrary<World> any() {
        return worlds(Arbitraries.of(World.ImdsReading.class), Arbitraries.of(EniSetup.Known.class));
    }

    /** Worlds in which IMDS answers, and describes most ENIs. */
    static Arbitrary<World> fresh() {
        return worlds(Arbitraries.just(World.ImdsReading.FRESH), known());
    }

    /** Worlds on which enid has worked before, and IMDS does not answer, or not about all. */
    static Arbitrary<World> unsure() {
        return any().map(world -> world.history() == World.History.NONE ? settled(world) : world);
    }

    private static World settled(World world) {
        return new World(
                world.enis(),
                world.primary(),
                world.strangers(),
                World.History.CONVERGED,
                world.mishaps(),
                world.reading(),
                world.pods(),
                world.choice(),
                world.marks());
    }

    private static Arbitrary<EniSetup.Known> known() {
        return Arbitraries.frequency(
                Tuple.of(6, EniSetup.Known.LISTED),
                Tuple.of(1, EniSetup.Known.PENDING),
                Tuple.of(1, EniSetup.Known.UNLISTED));
    }

    private static Arbitrary<World> worlds(Arbitrary<World.ImdsReading> readings, Arbitrary<EniSetup.Known> known) {
        Arbitrary<List<Stranger>> strangers =
                Arbitraries.of(Stranger.class).list().uniqueElements().ofMaxSize(4);
        Arbitrary<List<Mishap>> mishaps = Arbitraries.of(Mishap.class).list().ofMaxSize(2);
        return Combinators.combine(
                        enis(known),
                        Arbitraries.of(World.PrimaryBy.class),
                        strangers,
                        Arbitraries.of(World.History.class),
                        mishaps,
                        readings,
                        Arbitraries.frequency(
                                Tuple.of(8, World.Pods.NONE),
                                Tuple.of(1, World.Pods.FILE),
                                Tuple.of(1, World.Pods.RULE)),
                        Combinators.combine(
                                        Arbitraries.frequency(
                                                Tuple.of(6, World.Choice.DEFAULT),
                                                Tuple.of(1, World.Choice.NO_MAIN_ROUTES),
                                                Tuple.of(1, World.Choice.LOCAL_PREFIXES),
                                                Tuple.of(1, World.Choice.IGNORE_BY_INTERFACE),
                                                Tuple.of(1, World.Choice.IGNORE_BY_ID),
                                                Tuple.of(1, World.Choice.IGNORE_THE_PRIMARY),
                                                Tuple.of(1, World.Choice.HELD),
                                                Tuple.of(1, World.Choice.SMALL_MTU)),
                                        Arbitraries.of(true, false))
                                .as(Tuple::of))
                .as((enis, primary, others, history, befallen, reading, pods, rest) ->
                        new World(enis, primary, others, history, befallen, reading, pods, rest.get1(), rest.get2()));
    }

    private static Arbitrary<List<EniSetup>> enis(Arbitrary<EniSetup.Known> known) {
        return Combinators.combine(primary(), secondary(known).list().ofMaxSize(MOST_ENIS - 1))
                .as((primary, others) -> {
                    List<EniSetup> enis = new ArrayList<>();
                    enis.add(primary);
                    for (EniSetup each : others) {
                        enis.add(numbered(each, enis.size()));
                    }
                    return List.copyOf(enis);
                });
    }

    private static Arbitrary<EniSetup> primary() {
        return Combinators.combine(
                        Arbitraries.of(EniSetup.Families.V4, EniSetup.Families.BOTH, EniSetup.Families.V6),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(false, true))
                .as((families, secondaries, prefixes) -> new EniSetup(
                        0, 0, 1, families, secondaries, prefixes, EniSetup.Known.LISTED, EniSetup.Wire.UP));
    }

    private static Arbitrary<EniSetup> secondary(Arbitrary<EniSetup.Known> known) {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 2),
                        Arbitraries.of(2, 2, 1, 3, 4),
                        Arbitraries.frequency(
                                Tuple.of(4, EniSetup.Families.V4),
                                Tuple.of(4, EniSetup.Families.BOTH),
                                Tuple.of(2, EniSetup.Families.V6),
                                Tuple.of(1, EniSetup.Families.NONE)),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(false, true),
                        known,
                        Arbitraries.frequency(
                                Tuple.of(6, EniSetup.Wire.DOWN),
                                Tuple.of(3, EniSetup.Wire.UP),
                                Tuple.of(1, EniSetup.Wire.ABSENT),
                                Tuple.of(2, EniSetup.Wire.DHCP),
                                Tuple.of(2, EniSetup.Wire.RA),
                                Tuple.of(2, EniSetup.Wire.HALF),
                                Tuple.of(1, EniSetup.Wire.BRIDGED),
                                Tuple.of(1, EniSetup.Wire.V6_OFF)))
                .as((card, subnet, families, secondaries, prefixes, each, wire) ->
                        new EniSetup(1, card, subnet, families, secondaries, prefixes, each, wire));
    }

    private static EniSetup numbered(EniSetup eni, int number) {
        return new EniSetup(
                number,
                eni.card(),
                eni.subnet(),
                eni.families(),
                eni.secondaries(),
                eni.prefixes(),
                eni.known(),
                eni.wire());
    }
}
