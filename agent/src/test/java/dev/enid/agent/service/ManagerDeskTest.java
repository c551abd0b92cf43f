package dev.enid.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.file.Backend;
import dev.enid.core.plan.Telling;
import dev.enid.core.render.Bringing;
import dev.enid.core.snapshot.HostFacts.Asked;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManagerDeskTest {

    private static Telling changed(Backend backend, String... links) {
        TreeSet<String> none = new TreeSet<>();
        return new Telling(backend, new Bringing(new TreeSet<>(List.of(links)), none, none, none, none));
    }

    /** What is known of each link when the order is done. */
    private static Map<String, Asked> asked(Telling telling, ManagerDesk.Runner runner) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (ManagerDesk desk = new ManagerDesk(runner, () -> 0)) {
            desk.onAnswer(done::countDown);
            desk.after(telling);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            return desk.asked();
        }
    }

    @Test
    void oneLinkThatDoesNotComeUpKeepsNoOther() throws Exception {
        Map<String, Asked> asked = asked(
                changed(Backend.IFUPDOWN, "eth1", "eth2"),
                (command, _) -> command.words().contains("eth1")
                        ? new ManagerDesk.Answer(false, "exit status 1: no lease")
                        : new ManagerDesk.Answer(true, ""));

        // With ifup's answer ifup is through.
        assertThat(asked)
                .containsEntry("eth1", new Asked(false, "ifup eth1: exit status 1: no lease"))
                .containsEntry("eth2", new Asked(false, "ifup eth2 was asked"));
    }
}
