package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RuleMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table that is remembered always says what a fresh look says. */
@ExtendWith(PrivateNetwork.Extension.class)
class TableTest {

    private static final int STEPS = 300;

    /** FR_ACT_TO_TBL of linux/fib_rules.h. */
    private static final int LOOK_UP = 1;

    private final List<RuleMessage> decoded = new ArrayList<>();

    @Test
    void whatTheKernelRepeatsIsNotReadAnew(PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        Table<RuleMessage, RuleMessage> table = rules(session);
        List<RuleMessage> first = table.read();
        assertThat(decoded).hasSameSizeAs(first).isNotEmpty();

        session.execute(Request.add(rule(7)));
        List<RuleMessage> second = table.read();

        assertThat(second).hasSize(first.size() + 1);
        assertThat(decoded).hasSameSizeAs(second);
        assertThat(sameInstances(first, second)).isEqualTo(first.size());
    }

    private static long sameInstances(List<RuleMessage> before, List<RuleMessage> now) {
        Set<RuleMessage> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(before);
        return now.stream().filter(known::contains).count();
    }

    /** Rules come and go one by one and in crowds, at the front, in the middle and at the end. */
    @Test
    void itSaysWhatAFreshLookSays(PrivateNetwork network) throws Exception {
        long seed = System.nanoTime();
        System.out.println("TableTest: seed " + seed);
        Random random = new Random(seed);
        RtnetlinkSession session = network.session();
        Table<RuleMessage, RuleMessage> table = rules(session);
        TreeSet<Integer> there = new TreeSet<>();
        for (int i = 0; i < STEPS; i++) {
            int first = random.nextInt(100);
            int crowd = random.nextBoolean() ? 1 : random.nextInt(20);
            for (int number = first; number < first + crowd; number++) {
                session.execute(there.remove(number) ? Request.delete(rule(number)) : added(there, number));
            }
            assertThat(table.read()).isEqualTo(session.rules(Family.V4));
        }
    }

    private static Request added(Set<Integer> there, int number) {
        there.add(number);
        return Request.add(rule(number));
    }

    /** Of many priorities, so that it stands anywhere in the table. */
    private static RuleMessage rule(int number) {
        return RuleMessage.of(Family.V4, 9000 + number, LOOK_UP, 9000).from(Cidr.parse("10.0." + number + ".0/24"));
    }

    private Table<RuleMessage, RuleMessage> rules(RtnetlinkSession session) {
        return new Table<>(session, RuleMessage.all(Family.V4), RuleMessage.class, message -> {
            decoded.add(message);
            return Optional.of(message);
        });
    }
}
