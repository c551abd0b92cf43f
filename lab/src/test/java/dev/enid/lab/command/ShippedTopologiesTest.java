package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import dev.enid.lab.topology.HostManager;
import dev.enid.lab.topology.TopologyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topologies that come with the lab come up; the first of them does so in all other tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ShippedTopologiesTest {

    private final Map<String, String> labs = new TreeMap<>();
    private final Map<String, Process> starting = new TreeMap<>();
    private Person person;

    static Stream<String> others() {
        return TopologyFile.SHIPPED.stream().skip(1);
    }

    /** All at once: they have nothing to do with each other. */
    @BeforeAll
    void start() throws Exception {
        person = Person.here();
        for (String topology : others().toList()) {
            String lab = person.lab((char) ('1' + labs.size()));
            labs.put(topology, lab);
            starting.put(
                    topology, person.start(person.enid().with("lab", "up", lab, "--topology", topology, "--json")));
        }
    }

    @AfterAll
    void leave() throws Exception {
        for (Process each : starting.values()) {
            each.waitFor(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        person.close();
    }

    @ParameterizedTest
    @MethodSource("others")
    void comesUp(String topology) throws Exception {
        String lab = labs.getOrDefault(topology, "");

        Ended ended = Ended.of(Objects.requireNonNull(starting.get(topology)));

        assertThat(ended.code()).as("%s", ended).isZero();
        JsonNode up = new ObjectMapper().readTree(ended.out());
        JsonNode instance = up.at("/instances/0");
        List<String> links = new ArrayList<>(List.of("lo"));
        instance.at("/enis").forEach(eni -> {
            if (!eni.at("/efaOnly").asBoolean()) {
                links.add(eni.at("/interface").asText());
            }
        });
        String name = instance.at("/name").asText();
        assertThat(person.reads(lab, name, "ls /sys/class/net").lines()).containsAll(links);
        boolean configured = TopologyFile.shipped(topology).instance(name).manager() != HostManager.NONE;
        if (configured) {
            String client = up.at("/outside/0/addresses/0").asText();
            assertThat(person.reads(lab, name, "ping -q -c 1 -w 10 " + client).lines())
                    .anyMatch(line -> line.startsWith("1 packets transmitted, 1 received"));
        }
        person.sees("lab", "down", lab);
    }
}
