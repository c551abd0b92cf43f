package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** AWS's command line, as Debian ships it, with what {@code enid lab env} says. */
final class AwsCli {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Person person;
    private final String endpoint;

    private AwsCli(Person person, String endpoint) {
        this.person = person;
        this.endpoint = endpoint;
    }

    /** For that lab, whose variables the person has from now on. */
    static AwsCli of(Person person, String lab) throws Exception {
        String endpoint = "";
        for (String line : person.sees("lab", "env", lab).lines().toList()) {
            assertThat(line).matches("export AWS_[A-Z0-9_]+=[A-Za-z0-9:/.-]+");
            String[] variable = line.substring("export ".length()).split("=", 2);
            person.with(variable[0], variable[1]);
            if (variable[0].equals("AWS_ENDPOINT_URL_EC2")) {
                endpoint = variable[1];
            }
        }
        person.with("AWS_PAGER", "");
        return new AwsCli(person, endpoint);
    }

    String endpoint() {
        return endpoint;
    }

    Ended call(String... words) throws IOException, InterruptedException {
        // Debian's is older than the variable for the endpoint.
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint, "ec2"));
        command.addAll(List.of(words));
        return Ended.of(person.start(command));
    }

    private String good(String output, String... words) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(words));
        whole.addAll(List.of("--output", output));
        Ended ended = call(whole.toArray(String[]::new));
        assertThat(ended.code()).as("%s%n%s", whole, ended).isZero();
        return ended.out().strip();
    }

    String text(String... words) throws IOException, InterruptedException {
        return good("text", words);
    }

    JsonNode json(String... words) throws IOException, InterruptedException {
        String answer = good("json", words);
        return JSON.readTree(answer.isEmpty() ? "{}" : answer);
    }

    /** A call that is refused. */
    void refused(String code, String... words) throws IOException, InterruptedException {
        Ended ended = call(words);
        assertThat(ended.code()).as("%s%n%s", List.of(words), ended).isNotZero();
        assertThat(ended.err()).contains("An error occurred (" + code + ")");
    }

    /** The id of the thing that the topology calls so. */
    String named(String kind, String name) throws IOException, InterruptedException {
        return text(
                "describe-tags",
                "--filters",
                "Name=key,Values=Name",
                "Name=value,Values=" + name,
                "Name=resource-type,Values=" + kind,
                "--query",
                "Tags[0].ResourceId");
    }

    /** A new ENI in that subnet. */
    String make(String subnet) throws IOException, InterruptedException {
        return text(
                "create-network-interface",
                "--subnet-id",
                named("subnet", subnet),
                "--query",
                "NetworkInterface.NetworkInterfaceId");
    }
}
