package dev.enid.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Rule RULE =
            Rule.lookup(Family.V4, 10001, Rule.Selector.from(Cidr.parse("10.0.1.4/32")), 10001, 236);

    private final Inbox inbox = new Inbox();

    private static Letter asked(long request) {
        return new Letter.PassRequested(request, Optional.empty());
    }

    @Test
    void lettersComeInTheirOrder() throws InterruptedException {
        Letter first = new Letter.Heard(new Notice.There(RULE));
        Letter second = asked(1);
        inbox.put(first);
        inbox.put(second);

        assertThat(inbox.take(Duration.ZERO)).containsExactly(first, second);
        assertThat(inbox.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void aFloodOfNoticesBecomesOneAndNothingElseIsLost() throws InterruptedException {
        Letter request = asked(1);
        for (int i = 0; i < 100_000; i++) {
            inbox.put(new Letter.Heard(new Notice.There(RULE)));
            if (i == 50) {
                inbox.put(request);
            }
        }
        Letter stop = new Letter.Stop("a test");
        inbox.put(stop);

        List<Letter> all = inbox.take(Duration.ZERO);

        assertThat(all).containsExactly(request, new Letter.Heard(new Notice.Anything()), stop);
        inbox.put(new Letter.Heard(new Notice.Gone(RULE)));
        assertThat(inbox.take(Duration.ZERO)).containsExactly(new Letter.Heard(new Notice.Gone(RULE)));
    }

    @Test
    void aReaderThatWaitsIsWoken() throws InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> inbox.put(asked(7)));
        assertThat(inbox.take(Duration.ofSeconds(20))).containsExactly(asked(7));
        writer.join();
    }

    @Test
    void whatTheLastPassSawIsNoNews() {
        Route route = Route.unicast(10001, Cidr.parse("0.0.0.0/0"), NextHop.via(3, Ip.parse("10.0.1.1")), 0, 236);
        Route down = new Route(
                10001,
                route.destination(),
                route.type(),
                0,
                236,
                0,
                route.preferredSource(),
                List.of(new NextHop(3, route.hops().getFirst().gateway(), 1, NextHop.ONLINK | NextHop.LINKDOWN)),
                route.metrics(),
                false);
        Seen seen =
                new Seen(new KernelState(List.of(), List.of(), List.of(route), List.of(RULE), List.of(), List.of()));

        assertThat(seen.isNews(new Notice.There(route))).isFalse();
        assertThat(seen.isNews(new Notice.There(RULE))).isFalse();
        assertThat(seen.isNews(new Notice.There(down))).isTrue();
        assertThat(seen.isNews(new Notice.Gone(route))).isTrue();
        assertThat(seen.isNews(new Notice.Anything())).isTrue();
        assertThat(Seen.NOTHING.isNews(new Notice.Gone(route))).isFalse();
        assertThat(Seen.NOTHING.isNews(new Notice.There(route))).isTrue();
    }
}
