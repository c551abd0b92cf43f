package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * {@code enid move} as it is shipped, with AWS's SDK, between two instances of a lab, {@code web} and {@code db}; and packets
 * from the client outside go along. Both have an ENI in subnet b.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MoveStoriesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESS = "10.0.2.20";

    private Person person;
    private String lab;
    private String web;
    private String db;

    @BeforeEach
    void up() throws Exception {
        person = Person.here();
        lab = person.lab('m');
        person.sees("lab", "up", lab);
        for (String line : person.sees("lab", "env", lab).lines().toList()) {
            String[] variable = line.substring("export ".length()).split("=", 2);
            person.with(variable[0], variable[1]);
        }
        web = id("web");
        db = id("db");
    }

    @AfterEach
    void down() {
        person.close();
    }

    private String id(String instance) throws IOException, InterruptedException {
        return JSON.readTree(person.reads(lab, instance, "enid status --json"))
                .at("/instance/id")
                .asText();
    }

    /** Typed outside of the instances, where AWS's variables are set. */
    private JsonNode moves(String... words) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("move"));
        whole.addAll(List.of(words));
        whole.add("--json");
        Ended ended = person.types(whole.toArray(String[]::new));
        assertThat(ended.code()).as("%s%n%s", whole, ended).isZero();
        return JSON.readTree(ended.out());
    }

    /** Typed on the instance that is to have it: it is done when the kernel routes it. */
    private JsonNode takes(String instance, String resource) throws IOException, InterruptedException {
        return JSON.readTree(person.reads(lab, instance, "enid move " + resource + " --to self --json"));
    }

    private void answers(String address, String instance) throws IOException, InterruptedException {
        // The interface that has the address tells who answers.
        assertThat(person.reads(lab, instance, "ip -o addr show to " + address)).contains(address);
        assertThat(person.reads(lab, "client", "ping -c 1 -W 5 " + address)).contains("1 received");
    }

    private static List<String> phases(JsonNode moved) {
        return moved.at("/phases").findValuesAsText("phase");
    }

    @Test
    void anEniGoesFromOneInstanceToTheOtherAndPacketsWithIt() throws Exception {
        JsonNode first = takes("web", "eni Name=web-1");
        assertThat(phases(first)).containsExactly("attach", "attached", "seen-by-imds", "link", "routed");
        answers(ADDRESS, "web");

        JsonNode planned = moves("eni", ADDRESS, "--to", db, "--plan");
        assertThat(planned.at("/outcome").asText()).isEqualTo("planned");
        assertThat(planned.at("/steps")).hasSize(2);
        answers(ADDRESS, "web");

        JsonNode second = takes("db", "eni " + ADDRESS);
        assertThat(second.at("/from/instance").asText()).isEqualTo(web);
        assertThat(phases(second))
                .containsExactly("detach", "detached", "attach", "attached", "seen-by-imds", "link", "routed");
        answers(ADDRESS, "db");
        assertThat(person.reads(lab, "web", "ip -o addr")).doesNotContain(ADDRESS);

        JsonNode again = moves("eni", ADDRESS, "--to", db);
        assertThat(again.at("/outcome").asText()).isEqualTo("already-there");
        assertThat(again.at("/steps")).isEmpty();
        assertThat(again.at("/notObserved")).hasSize(3);
    }

    @Test
    void addressesOfBothFamiliesAndAPrefixGoFromEniToEni() throws Exception {
        takes("web", "eni Name=web-1");

        for (String address : List.of("10.0.2.77", "2001:db8:100:2::77")) {
            // At first nobody has it.
            takes("web", "address " + address);
            answers(address, "web");
            JsonNode moved = takes("db", "address " + address);
            assertThat(moved.at("/from/instance").asText()).isEqualTo(web);
            assertThat(phases(moved)).contains("assign", "assigned", "seen-by-imds", "routed");
            assertThat(phases(moved).contains("unassigned")).isEqualTo(address.contains(":"));
            answers(address, "db");
        }

        // What is in a prefix is for whom the host gives it to.
        takes("web", "prefix 10.0.2.96/28");
        person.reads(lab, "web", "ip addr add 10.0.2.97/32 dev lo");
        answers("10.0.2.97", "web");
        person.reads(lab, "db", "ip addr add 10.0.2.97/32 dev lo");
        takes("db", "prefix 10.0.2.96/28");
        person.reads(lab, "web", "ip addr del 10.0.2.97/32 dev lo");
        answers("10.0.2.97", "db");
    }

    @Test
    void whatCannotBeMovedIsRefusedAndAProbeTellsThatNobodyAnswers() throws Exception {
        Ended primary = person.types("move", "address", "10.0.1.10", "--to", db);
        assertThat(primary.code()).isEqualTo(1);
        assertThat(primary.err()).contains("10.0.1.10 is the primary address of");

        Ended nobody = person.types("move", "eni", "Name=nobody", "--to", db);
        assertThat(nobody.err()).startsWith("enid: there is no ENI Name=nobody\n");

        Ended never = person.types("move", "eni", "Name=web-1", "--to", db, "--force-after", "3m");
        assertThat(never.code()).isEqualTo(64);
        assertThat(never.err()).startsWith("enid: --force-after has to be less than --timeout (180 s)");

        // Nobody has configured it at db.
        Ended silent = person.runs(lab, "web", "enid move eni Name=web-1 --to " + db + " --probe tcp:9 --timeout 2s");
        assertThat(silent.code()).isEqualTo(1);
        assertThat(silent.err())
                .contains(ADDRESS + " does not answer tcp:9 from here")
                .contains("stays there");
    }

    @Test
    void credentialsOfNobodyAndAnEndpointOfNobody() throws Exception {
        Ended wrong = Ended.of(person.start(script("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE")));
        assertThat(wrong.err()).startsWith("enid: EC2 does not take the credentials: AuthFailure");

        Ended none = Ended.of(person.start(script("AWS_ENDPOINT_URL_EC2=http://127.0.0.1:9")));
        assertThat(none.err()).startsWith("enid: EC2's endpoint cannot be reached");

        Ended nowhere = Ended.of(
                person.start(script("-u", "AWS_REGION", "-u", "AWS_DEFAULT_REGION", "AWS_EC2_METADATA_DISABLED=true")));
        assertThat(nowhere.err()).startsWith("enid: it is not known which AWS region to ask");

        Ended keyless = Ended.of(person.start(
                script("-u", "AWS_ACCESS_KEY_ID", "-u", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED=true")));
        assertThat(keyless.err()).startsWith("enid: there are no AWS credentials");
    }

    @Test
    void anElasticIpAndARouteArePointedElsewhere() throws Exception {
        try (Ec2Client ec2 = SdkClient.of(person.sees("lab", "env", lab))) {
            var address = ec2.allocateAddress(request -> request.domain("vpc"));
            moves("elastic-ip", address.publicIp(), "--to", web);
            JsonNode moved = moves("elastic-ip", address.allocationId(), "--to", db);
            assertThat(moved.at("/from/instance").asText()).isEqualTo(web);
            assertThat(phases(moved)).containsExactly("associate", "associated");
            assertThat(ec2.describeAddresses().addresses())
                    .singleElement()
                    .satisfies(each -> assertThat(each.instanceId()).isEqualTo(db));

            var table = ec2.describeRouteTables().routeTables().getFirst();
            String eni = moved.at("/to/holder").asText();
            ec2.createRoute(request -> request.routeTableId(table.routeTableId())
                    .destinationCidrBlock("192.0.2.0/24")
                    .instanceId(web));
            Ended checked = person.types("move", "route", table.routeTableId(), "192.0.2.0/24", "--to", db);
            assertThat(checked.err()).contains("source/destination check");
            ec2.modifyNetworkInterfaceAttribute(
                    request -> request.networkInterfaceId(eni).sourceDestCheck(check -> check.value(false)));
            assertThat(phases(moves("route", table.routeTableId(), "192.0.2.0/24", "--to", db)))
                    .containsExactly("replace", "replaced");
            assertThat(ec2.describeRouteTables(request -> request.routeTableIds(table.routeTableId()))
                            .routeTables()
                            .getFirst()
                            .routes())
                    .anySatisfy(route -> {
                        assertThat(route.destinationCidrBlock()).isEqualTo("192.0.2.0/24");
                        assertThat(route.networkInterfaceId()).isEqualTo(eni);
                    });
        }
    }

    @Test
    void answersAndRequestsThatGetLostAndATokenBucketThatIsEmptyDelayItOnly() throws Exception {
        takes("web", "eni Name=web-1");
        for (String fault : List.of(
                "lost response DetachNetworkInterface times 1",
                "lost request AttachNetworkInterface times 1",
                "error RequestLimitExceeded DescribeNetworkInterfaces times 2")) {
            person.sees(("lab fault ec2 --lab " + lab + " " + fault).split(" ", -1));
        }

        takes("db", "eni Name=web-1");

        answers(ADDRESS, "db");
        assertThat(person.sees("lab", "fault", "ec2", "--lab", lab)).doesNotContain("more requests");
    }

    @Test
    void aHostThatDoesNotLetGoIsForcedWhenThatIsAsked() throws Exception {
        takes("web", "eni Name=web-1");
        person.sees("lab", "fault", "ec2", "--lab", lab, "stuck", "detach");

        moves("eni", "Name=web-1", "--to", db, "--force-detach");

        assertThat(timesStuck()).isEqualTo(1);
        person.reads(lab, "db", "enid apply");
        answers(ADDRESS, "db");
    }

    @Test
    void aHostThatRunsIsNotForcedAfterAWhileAndWhatIsSaidHelps() throws Exception {
        takes("web", "eni Name=web-1");
        answers(ADDRESS, "web");
        person.sees("lab", "fault", "ec2", "--lab", lab, "stuck", "detach");

        Ended waited = person.runs(
                lab, "db", "enid move eni Name=web-1 --to self --force-after 1s --timeout 6s --no-restore-on-failure");

        assertThat(waited.code()).isEqualTo(1);
        assertThat(waited.out())
                .contains("not by force: " + web + " runs, and may still let go")
                .doesNotContain("by force)");
        assertThat(waited.err()).startsWith("enid: out of time\n").contains(" is still leaving " + web + "\n");
        assertThat(timesStuck()).isEqualTo(1);
        assertThat(attachment()).isEqualTo(web + " detaching");

        String said = waited.err()
                .lines()
                .filter(line -> line.contains("by force, losing what " + web + " still has to send: "))
                .findFirst()
                .orElseThrow();
        String forced = person.reads(lab, "db", said.substring(said.indexOf("enid move")));
        assertThat(forced).contains(", by force)").contains("Moved.");
        assertThat(attachment()).isEqualTo(db + " attached");
        answers(ADDRESS, "db");
    }

    @Test
    void aHostThatIsStoppedAndDoesNotLetGoIsForcedAfterAWhile() throws Exception {
        takes("web", "eni Name=web-1");
        answers(ADDRESS, "web");
        person.sees("lab", "fault", "ec2", "--lab", lab, "stuck", "detach");
        try (Ec2Client ec2 = SdkClient.of(person.sees("lab", "env", lab))) {
            ec2.stopInstances(request -> request.instanceIds(web));
        }

        String said = person.reads(lab, "db", "enid move eni Name=web-1 --to self --force-after 3s");

        assertThat(said)
                .contains(web + " is stopped: it may not let go of it by itself")
                .containsSubsequence(
                        " s  detach ",
                        ")\n",
                        " s  detach ",
                        ", by force)\n",
                        " is detached\n",
                        " s  attach ",
                        "Moved.");
        assertThat(timesStuck()).isEqualTo(1);
        assertThat(attachment()).isEqualTo(db + " attached");
        answers(ADDRESS, "db");
    }

    /** As EC2 describes the ENI: at which instance, and how firmly. */
    private String attachment() throws IOException, InterruptedException {
        try (Ec2Client ec2 = SdkClient.of(person.sees("lab", "env", lab))) {
            var enis = ec2.describeNetworkInterfaces(request -> request.filters(Filter.builder()
                            .name("addresses.private-ip-address")
                            .values(ADDRESS)
                            .build()))
                    .networkInterfaces();
            assertThat(enis).hasSize(1);
            var attachment = enis.getFirst().attachment();
            return attachment.instanceId() + " " + attachment.statusAsString();
        }
    }

    private long timesStuck() throws IOException, InterruptedException {
        return person.json("lab", "show", lab, "--json")
                .at("/ec2/consumed")
                .valueStream()
                .filter(each -> each.at("/kind").asText().equals("stuck"))
                .mapToLong(each -> each.at("/requests").asLong())
                .sum();
    }

    @Test
    void whoEndsItInTheMiddleFindsTheEniWhereItWas() throws Exception {
        takes("web", "eni Name=web-1");
        person.sees("lab", "fault", "ec2", "--lab", lab, "delay", "detach", "5s");
        Process move = person.start(person.enid().with("move", "eni", "Name=web-1", "--to", db));
        try (BufferedReader out = move.inputReader()) {
            String line;
            do {
                line = out.readLine();
                assertThat(line).as("the detaching begins").isNotNull();
            } while (!line.contains(" s  detach "));

            // Process.destroy() would close what it prints, too.
            move.toHandle().destroy();

            String said = new String(move.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(move.waitFor()).as(said).isEqualTo(143);
            assertThat(said).contains("enid: interrupted\n").contains("is back at " + web);
        }
        person.reads(lab, "web", "enid apply");
        answers(ADDRESS, "web");
    }

    private List<String> script(String... environment) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(List.of(environment));
        command.addAll(person.enid().with("move", "eni", "Name=web-1", "--to", db));
        return command;
    }
}
