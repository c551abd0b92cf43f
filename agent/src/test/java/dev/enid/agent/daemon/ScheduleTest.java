package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the daemon does next, over a time of our own. */
class ScheduleTest {

    private final World world = new World();

    @Test
    void atFirstReadsImdsThenRunsOnePassThenIsSilentUntilTheRefresh() {
        world.run(Duration.ofMillis(9_900));

        assertThat(world.log()).containsExactly("0 read", "2 pass");

        world.run(Duration.ofMillis(200));
        assertThat(world.log()).containsExactly("0 read", "2 pass", "10002 read", "10004 pass");
    }

    @Test
    void runsTheFirstPassWithoutImdsWhenItDoesNotAnswer() {
        world.imdsTakes(Duration.ofSeconds(10));

        world.run(Duration.ofSeconds(3));

        assertThat(world.log()).containsExactly("0 read", "2000 pass");
    }

    @Test
    void anEventRunsAPassAtOnceAndFurtherEventsOneForEveryGap() {
        world.settle();
        int before = world.passes();

        world.at(Duration.ZERO, World::foreignChange);
        world.run(Duration.ofMillis(1));
        assertThat(world.passes()).isEqualTo(before + 1);

        for (int i = 0; i < 1000; i++) {
            world.at(Duration.ofMillis(i), World::foreignChange);
        }
        world.run(Duration.ofSeconds(1));
        assertThat(world.passes() - before).isBetween(40, 52);
    }

    @Test
    void whatAPassDidItselfIsNoNews() {
        world.settle();
        int before = world.passes();

        world.at(Duration.ZERO, World::echo);
        world.run(Duration.ofSeconds(1));

        assertThat(world.passes()).isEqualTo(before);
    }

    @Test
    void aPassThatTakesLongLeavesHalfOfTheTime() {
        world.settle();
        world.passTakes(Duration.ofMillis(100));
        int before = world.passes();

        for (int i = 0; i < 1000; i++) {
            world.at(Duration.ofMillis(i), World::foreignChange);
        }
        world.run(Duration.ofSeconds(1));

        assertThat(world.passes() - before).isBetween(4, 6);
    }

    @Test
    void aNewLinkIsAskedAboutBeforeThePassSoThatOnePassDoesIt() {
        world.settle();
        world.forget();
        Link link = World.link(7);
        world.describe(link);

        world.at(Duration.ZERO, each -> each.plug(link));
        world.run(Duration.ofMillis(15));

        assertThat(world.log()).containsExactly("0 ask 1", "2 pass");
        assertThat(world.waiting()).isEmpty();
    }

    @Test
    void aLinkThatImdsDoesNotKnowIsAskedAboutEverMoreSlowlyThenGivenUpAndSaidSo() {
        world.settle();
        world.forget();

        world.at(Duration.ZERO, each -> each.plug(World.link(7)));
        world.run(Duration.ofMillis(3100));

        assertThat(world.log().stream().filter(line -> line.contains("ask")))
                .containsExactly(
                        "0 ask 1", "52 ask 1", "154 ask 1", "356 ask 1", "758 ask 1", "1560 ask 1", "2562 ask 1");
        world.run(Duration.ofSeconds(58));
        assertThat(world.told()).singleElement().isInstanceOfSatisfying(DaemonEvent.GivenUp.class, event -> {
            assertThat(event.link()).isEqualTo("eth7");
            assertThat(event.line()).contains("IMDS does not list it");
        });
        int asked = world.asked();
        world.run(Duration.ofSeconds(60));
        assertThat(world.asked()).isEqualTo(asked);
        assertThat(world.waiting()).singleElement().matches(DaemonView.Waiting::givenUp);
    }

    @Test
    void aLinkThatIsGoneIsAskedAboutNoMore() {
        world.settle();
        world.at(Duration.ZERO, each -> each.plug(World.link(7)));
        world.at(Duration.ofMillis(200), each -> each.unplug(World.link(7)));
        world.run(Duration.ofMillis(300));
        int asked = world.asked();

        world.run(Duration.ofSeconds(70));

        assertThat(world.asked()).isEqualTo(asked);
        assertThat(world.waiting()).isEmpty();
        assertThat(world.told()).isEmpty();
    }

    @Test
    void aLinkThatComesBackUnderItsAddressIsAskedAboutAgain() {
        Link link = World.link(7);
        world.describe(link);
        world.plug(link);
        world.settle();
        int asked = world.asked();

        world.at(Duration.ZERO, each -> each.unplug(link));
        world.at(Duration.ofMillis(5), each -> each.plug(World.link(8, 7)));
        world.run(Duration.ofMillis(100));

        assertThat(world.asked()).isEqualTo(asked + 1);
    }

    @Test
    void fortyLinksAtOnceShareTheirQuestions() {
        world.settle();
        for (int i = 0; i < 40; i++) {
            Link link = World.link(100 + i);
            world.at(Duration.ofMillis(i), each -> each.plug(link));
            world.at(Duration.ofMillis(2000 + i * 5), each -> each.describe(link));
        }

        world.run(Duration.ofSeconds(5));

        assertThat(world.waiting()).isEmpty();
        assertThat(world.asked()).isLessThan(60);
    }

    @Test
    void aHostThatStartsContainersAllTheTimeDoesNotFloodImds() {
        world.settle();
        for (int i = 0; i < 3000; i++) {
            Link link = World.link(1000 + i);
            world.at(Duration.ofMillis(10L * i), each -> each.plug(link));
            world.at(Duration.ofMillis(10L * i + 5), each -> each.unplug(link));
        }

        world.run(Duration.ofSeconds(30));

        assertThat(world.asked()).isLessThan(40 + 30 * 5 + 10);
    }

    @Test
    void driftIsRepairedWhileImdsIsSilent() {
        world.settle();
        world.imdsTakes(Duration.ofSeconds(10));
        world.run(Duration.ofSeconds(11));
        world.forget();

        world.at(Duration.ofMillis(500), World::foreignChange);
        world.run(Duration.ofSeconds(1));

        assertThat(world.log()).containsExactly("500 pass");
    }

    @Test
    void aFailedReadingIsTriedAgainSoonAndThenLessOften() {
        world.settle();
        world.imdsFails(true);
        world.run(Duration.ofSeconds(10));
        world.forget();

        world.run(Duration.ofSeconds(30));

        assertThat(world.log().stream().filter(line -> line.contains("read")).count())
                .isBetween(4L, 6L);
    }

    @Test
    void aPassThatDoesNotConvergeIsTriedAgainEverMoreSlowly() {
        world.settle();
        world.converges(false);
        world.at(Duration.ZERO, World::foreignChange);
        world.forget();
        world.run(Duration.ofSeconds(3));

        assertThat(world.log()).containsExactly("0 pass", "101 pass", "302 pass", "703 pass", "1504 pass");
        world.converges(true);
        world.run(Duration.ofSeconds(3));
        world.forget();
        world.run(Duration.ofMillis(500));
        assertThat(world.log()).isEmpty();
    }

    @Test
    void aRequestIsAnsweredByAPassAfterAReadingThatBeganLater() {
        world.settle();
        world.forget();
        world.imdsTakes(Duration.ofMillis(30));
        world.at(Duration.ofMillis(0), each -> each.request(1));
        world.at(Duration.ofMillis(10), each -> each.request(2));

        world.run(Duration.ofMillis(200));

        assertThat(world.answers()).containsExactly(Set.of(1L), Set.of(2L));
        assertThat(world.log()).containsExactly("0 read", "30 read", "30 pass [1]", "60 pass [2]");
    }

    @Test
    void whoKeepsUndoingAChangeIsLeftAloneForEverLongerUntilItIsQuiet() {
        Rule rule = Rule.lookup(Family.V4, 10001, Rule.Selector.from(Cidr.parse("10.0.1.5/32")), 10001, 236);
        BackOff.Done put = new BackOff.Done(rule, Change.Action.ADD, "rule 10001");
        world.settle();
        world.undone(put);
        world.run(Duration.ofSeconds(20));

        assertThat(world.told())
                .first()
                .isInstanceOfSatisfying(
                        DaemonEvent.BackOffBegan.class,
                        event -> assertThat(event.undone()).isEqualTo(Pace.DEFAULT.contested()));
        assertThat(world.puts()).isBetween(12, 18);

        world.noLongerUndone();
        world.run(Duration.ofMinutes(3));

        assertThat(world.told()).last().isInstanceOf(DaemonEvent.BackOffEnded.class);
        assertThat(world.told()).hasSize(2);
    }

    @Test
    void anEniThatIsAttachedAgainAndAgainIsNoContest() {
        BackOff backOff = new BackOff(Pace.DEFAULT, world.told()::add);
        Instant now = Instant.EPOCH;

        for (int link = 3; link < 103; link++) {
            Route route = Route.unicast(10001, Cidr.parse("10.0.2.0/24"), NextHop.direct(link), 0, 236);
            now = now.plusMillis(100);
            backOff.done(now, List.of(new BackOff.Done(route, Change.Action.ADD, "route 10.0.2.0/24")));
        }

        assertThat(backOff.resting(now)).isEmpty();
    }
}
