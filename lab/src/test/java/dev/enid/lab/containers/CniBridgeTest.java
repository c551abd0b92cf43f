package dev.enid.lab.containers;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without Docker: CNI's bridge with its port mapping, which podman, containerd and others use. */
@ExtendWith(Witness.class)
class CniBridgeTest {

    private static final int PORT = 8081;

    private static @Nullable ContainerHost lab;
    private static @Nullable CniBridge bridge;

    @BeforeAll
    static void up() throws Exception {
        CniBridge.assumePlugins();
        ContainerHost up = ContainerHost.up();
        lab = up;
        bridge = new CniBridge(up.host().machine());
    }

    @AfterAll
    static void down() throws Exception {
        if (bridge != null) {
            bridge.close();
        }
        ContainerHost.close(null, lab);
    }

    @Test
    void aMappedPortAnswersAtEveryAddressWithEnidAndOnlyThere() throws Exception {
        ContainerHost host = Objects.requireNonNull(lab);
        Container container = host.answering(Objects.requireNonNull(bridge).run("one", PORT));
        List<Ip> others =
                Stream.of(1, 2).flatMap(each -> host.addresses(each).stream()).toList();
        List<Attempt> fromOutside = host.from(host.place("client"), others, PORT);
        List<Attempt> fromTheHost = host.byTcp(host.place(ContainerHost.HOST), host.addresses(), PORT);

        ByHand byHand = new ByHand(host.host()).addresses().tables();
        Attempt.assertAnswered(host.from(host.place("client"), host.addresses(0), PORT));
        Attempt.assertSilent(fromOutside);
        Attempt.assertSilent(host.byTcp(host.place(ContainerHost.HOST), others, PORT));
        byHand.undo();
        host.host().start();

        List<Attempt> all = new ArrayList<>(host.fromEverybody(host.addresses(), PORT));
        all.addAll(fromTheHost);
        all.addAll(host.toTheHost(container.place(), host.addresses()));
        Place inside = container.place();
        all.addAll(host.toTheClient(inside));
        Attempt.assertAnswered(all);
    }
}
