package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every action's answer, held against botocore's model of the service. {@code calls.json} has the requests. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AwsModelTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void files() throws IOException {
        for (String name : new String[] {"responses.py", "calls.json"}) {
            try (InputStream source = Objects.requireNonNull(AwsModelTest.class.getResourceAsStream(name))) {
                Files.copy(source, directory.resolve(name));
            }
        }
    }

    private static JsonNode calls() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("calls.json").toFile());
    }

    /** The page has every action and no other: AwsClientsTest. */
    @Test
    void everyActionOfThePageIsInTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/lab.md"));
        String section = page.substring(page.indexOf("\n## The EC2 API\n"));
        SortedSet<String> listed = new TreeSet<>();
        Pattern.compile("(?m)^\\| `([A-Z][A-Za-z0-9]+)` \\|")
                .matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .forEach(match -> listed.add(match.group(1)));

        SortedSet<String> called = new TreeSet<>();
        calls().forEach(call -> called.add(call.get(0).asText()));
        assertThat(called).isEqualTo(listed);
    }

    @Test
    void everyAnswerIsAsTheModelSaysAndNoDryRunDoesAnything() throws Exception {
        try (Person person = Person.here()) {
            String lab = person.lab('m');
            person.sees("lab", "up", lab);
            for (String line : person.sees("lab", "env", lab).lines().toList()) {
                String[] variable = line.substring("export ".length()).split("=", 2);
                person.with(variable[0], variable[1]);
            }
            // On the way that requests take when something is wrong, too.
            person.sees("lab", "fault", "ec2", "--lab", lab, "slow", "all", "1ms");
            person.sees("lab", "fault", "ec2", "--lab", lab, "late", "all", "1ms");
            JsonNode show = person.json("lab", "show", lab, "--json");

            Ended ended = Ended.of(person.start(List.of(
                    "/usr/bin/python3",
                    directory.resolve("responses.py").toString(),
                    show.at("/ec2/endpoint").asText(),
                    directory.resolve("calls.json").toString())));

            assertThat(ended).isEqualTo(new Ended(0, "answers " + calls().size() + "\n", ""));
            assertThat(person.json("lab", "fault", "ec2", "--lab", lab, "--json")
                            .at("/consumed")
                            .findValuesAsText("kind"))
                    .containsExactly("late", "slow");
        }
    }
}
