package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers that lag are made of. */
class HistoryTest {

    private final StandingTime time = new StandingTime();
    private final Records records = new Records(time::now, new Random(1));
    private final History history = new History();
    private Vpc vpc;

    @BeforeEach
    void begin() throws TopologyException {
        vpc = TopologyFile.shipped("two-enis");
        records.become(vpc);
        remember();
    }

    private void remember() {
        history.add(new History.Moment(time.now(), vpc, records.copy()));
    }

    private String team(History.Moment moment) {
        return moment.records().tags(vpc.id()).getOrDefault("team", "none");
    }

    private void tag(String team) {
        records.tag(vpc.id(), before -> {
            before.put("team", team);
            return before;
        });
        remember();
    }

    @Test
    void eachMomentIsAsItWas() {
        time.sleep(Duration.ofSeconds(1));
        tag("blue");
        time.sleep(Duration.ofSeconds(1));
        tag("green");

        assertThat(team(history.now())).isEqualTo("green");
        assertThat(team(history.at(time.now()))).isEqualTo("green");
        assertThat(team(history.at(time.now().minusMillis(1)))).isEqualTo("blue");
        assertThat(team(history.at(time.now().minusMillis(1001)))).isEqualTo("none");
        assertThat(team(history.at(time.now().minusSeconds(3600))))
                .as("before the lab was up")
                .isEqualTo("none");
    }

    @Test
    void whatNoAnswerCanLagBehindToIsForgotten() {
        for (int i = 0; i < 100; i++) {
            time.sleep(Duration.ofMinutes(1));
            tag("team " + i);
        }

        assertThat(team(history.at(time.now().minus(History.KEPT)))).isEqualTo("team 89");
        assertThat(team(history.at(StandingTime.START))).isEqualTo("team 88");
    }
}
