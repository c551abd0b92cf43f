package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.agent.host.PrivateHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs rely on, field by field, with and without a daemon. A field may be added; none goes or changes. */
@ExtendWith(PrivateHost.Extension.class)
class JsonContractTest {

    @TempDir
    private Path directory;

    private Ec2Host host;

    @BeforeEach
    void anInstance(PrivateHost given) throws Exception {
        host = new Ec2Host(given, directory);
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    private static List<String> fields(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The first element of an array at which a field is that. */
    private static JsonNode which(JsonNode array, String field, String value) {
        for (JsonNode each : array) {
            if (each.path(field).asText().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("no " + field + " " + value + " in " + array);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void status(boolean daemon) throws Exception {
        host.attach(1, "10.0.1.32/28");
        host.expect(0, "apply");
        if (daemon) {
            host.daemon();
        }

        JsonNode status = host.json(0, "status", "--json");

        assertThat(fields(status)).contains("instance", "backend", "converged", "imds", "enis");
        assertThat(status.at("/instance").toString()).isEqualTo("{\"id\":\"i-0a1b2c3d\",\"zone\":\"eu-central-1a\"}");
        assertThat(status.at("/backend").asText()).isEqualTo("direct");
        assertThat(status.at("/daemon").asBoolean()).isEqualTo(daemon);
        assertThat(status.at("/converged").isBoolean()).isTrue();
        assertThat(status.at("/converged").asBoolean()).isTrue();
        assertThat(status.at("/imds").asText()).isEqualTo("fresh");
        assertThat(status.at("/enis")).hasSize(2);
        assertThat(status.at("/enis/1").toString()).isEqualTo("""
                {"id":"eni-00000001","mac":"02:00:5e:00:53:01","interface":"eth1","networkCard":0,"deviceIndex":1,\
                "table":10001,"primaryAddress":"10.0.1.4","addresses":["10.0.1.4","2001:db8:0:1::4"],\
                "prefixes":["10.0.1.32/28"],"state":"ok","findings":[]}""");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statusOfWhatIsNotInOrder(boolean daemon) throws Exception {
        host.attach(1);
        host.expect(0, "apply");
        if (daemon) {
            host.daemon();
        }
        host.expect(0, "down", "eth1");
        host.imds().close();
        JsonNode enis;
        if (daemon) {
            // The daemon keeps what it knew, and notices at its next reading.
            assertThat(host.json(0, "apply", "--json").at("/imds").asText()).isEqualTo("stale");
            JsonNode status = host.json(0, "status", "--json");
            assertThat(status.at("/imds").asText()).isEqualTo("stale");
            enis = status.at("/enis");
            assertThat(which(enis, "id", "eni-00000001").at("/state").asText()).isEqualTo("ignored");
            assertThat(which(enis, "id", "eni-00000001").at("/findings")).isNotEmpty();
        } else {
            JsonNode status = host.json(0, "status", "--json");
            assertThat(status.at("/imds").asText()).isEqualTo("missing");
            assertThat(status.at("/instance").isNull()).isTrue();
            assertThat(status.at("/converged").asBoolean()).isFalse();
            assertThat(status.at("/enis").isArray()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void plan(boolean daemon) throws Exception {
        if (daemon) {
            host.daemon();
            // A foreign route in the table's place is withheld, and stays so while it is looked at.
            host.ip("route add default via 10.0.0.9 dev eth0 table 10001");
            host.attach(1);
            dev.enid.agent.host.Eventually.until("all is done but what is withheld", () -> {
                Shell.Answer plan = host.type("plan", "--json");
                return plan.exit() == 0 && !plan.out().contains("\"withheld\": [ ]");
            });
        } else {
            host.attach(1);
        }

        JsonNode plan = host.json(daemon ? 0 : 2, "plan", "--json");

        assertThat(fields(plan)).contains("changes", "withheld", "summary");
        assertThat(fields(plan.at("/summary"))).containsExactly("add", "replace", "remove");
        if (daemon) {
            assertThat(plan.at("/changes")).isEmpty();
            assertThat(fields(plan.at("/withheld/0")))
                    .contains("action", "interface", "object", "because", "guard", "why");
            assertThat(plan.at("/withheld/0/guard").asText()).isEqualTo("foreign");
            return;
        }
        assertThat(plan.at("/withheld").isArray()).isTrue();
        JsonNode rule = which(plan.at("/changes"), "object", "rule 10001: from 10.0.1.4 lookup 10001");
        assertThat(rule.at("/action").asText()).isEqualTo("add");
        assertThat(rule.at("/interface").asText()).isEqualTo("eth1");
        assertThat(rule.at("/because").asText())
                .isEqualTo("10.0.1.4 belongs to eni-00000001, and the VPC takes it from no other ENI");
        for (String action : List.of("add", "replace", "remove")) {
            long count = 0;
            for (JsonNode change : plan.at("/changes")) {
                count += change.at("/action").asText().equals(action) ? 1 : 0;
            }
            assertThat(plan.at("/summary/" + action).asLong()).as(action).isEqualTo(count);
        }
        host.expect(0, "apply");
        assertThat(host.json(0, "plan", "--json").at("/changes")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void apply(boolean daemon) throws Exception {
        if (daemon) {
            host.daemon();
        }
        host.attach(1);

        JsonNode applied = host.json(0, "apply", "--json");

        assertThat(fields(applied)).contains("outcomes", "withheld", "converged", "remaining", "summary");
        assertThat(applied.at("/converged").asBoolean()).isTrue();
        assertThat(fields(applied.at("/summary"))).containsExactly("done", "alreadySo", "skipped", "failed");
        if (!daemon) {
            // A daemon may have been faster than the question.
            JsonNode rule = which(applied.at("/outcomes"), "object", "rule 10001: from 10.0.1.4 lookup 10001");
            assertThat(fields(rule)).containsExactly("action", "interface", "object", "because", "outcome", "detail");
            assertThat(rule.at("/outcome").asText()).isEqualTo("done");
            assertThat(applied.at("/summary/done").asInt())
                    .isEqualTo(applied.at("/outcomes").size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void explain(boolean daemon) throws Exception {
        host.attach(1);
        host.expect(0, "apply");
        if (daemon) {
            host.daemon();
        }

        JsonNode explained = host.json(0, "explain", "--from", "10.0.1.4", "--to", "198.51.100.10", "--json");

        assertThat(fields(explained))
                .contains(
                        "packet", "steps", "result", "verdict", "interface", "eni", "gateway", "source", "sourceCheck")
                .contains("kernel", "certain", "notes");
        assertThat(explained.at("/result").asText()).isEqualTo("leaves");
        assertThat(explained.at("/interface").asText()).isEqualTo("eth1");
        assertThat(explained.at("/eni").asText()).isEqualTo("eni-00000001");
        assertThat(explained.at("/gateway").asText()).isEqualTo("10.0.1.1");
        assertThat(explained.at("/sourceCheck/verdict").asText()).isEqualTo("accepted");
        assertThat(explained.at("/kernel/agrees").asBoolean()).isTrue();
        JsonNode decisive = which(explained.at("/steps"), "rule", "rule 10001: from 10.0.1.4 lookup 10001");
        assertThat(fields(decisive)).contains("rule", "matched", "answer", "ruleBecause", "route", "routeBecause");
        assertThat(decisive.at("/matched").asBoolean()).isTrue();
        assertThat(decisive.at("/route").asText()).isEqualTo("route default via 10.0.1.1 dev eth1 table 10001");
    }
}
