package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A lab of the standard topology for all classes that leave it as it came up. It goes down when the last test has ended. */
final class SharedLab implements AutoCloseable {

    private final Person person;
    private final String name;
    private final String cameUp;
    private JsonNode json;

    private SharedLab(Person person) throws IOException, InterruptedException {
        this.person = person;
        this.name = person.lab('s');
        this.cameUp = person.sees("lab", "up", name);
        this.json = person.json("lab", "show", name, "--json");
    }

    Person person() {
        return person;
    }

    String name() {
        return name;
    }

    /** What {@code enid lab up} printed. */
    String cameUp() {
        return cameUp;
    }

    /** The lab as it came up. */
    JsonNode json() {
        return json;
    }

    /** Fails where the lab is not as it came up, and leaves a fresh one to the next test. */
    void checkUnchanged() throws IOException, InterruptedException {
        String shown = person.sees("lab", "show", name);
        if (!cameUp.startsWith(shown)) {
            person.sees("lab", "down", name);
            person.sees("lab", "up", name);
            json = person.json("lab", "show", name, "--json");
        }
        assertThat(cameUp).as("as it came up").startsWith(shown);
    }

    /** The element of an array of the JSON that has that name. */
    JsonNode named(String array, String wanted) {
        for (JsonNode each : json.at(array)) {
            if (each.at("/name").asText().equals(wanted)) {
                return each;
            }
        }
        throw new AssertionError("no " + wanted + " in " + json.at(array));
    }

    /** A script in an instance, as {@code enid lab exec} runs it, which has stories of its own. */
    Ended tries(String instance, String script) throws IOException, InterruptedException {
        long process = named("/instances", instance).at("/process").asLong();
        List<String> command =
                new ArrayList<>(new Machine(instance, Machine.Kind.INSTANCE, process, Optional.empty()).enterCommand());
        command.addAll(List.of("sh", "-euc", script));
        return Ended.of(person.start(command));
    }

    /** A script that has to succeed; what it prints. */
    String inside(String instance, String script) throws IOException, InterruptedException {
        Ended ended = tries(instance, script);
        assertThat(ended.code()).as("%s in %s%n%s", script, instance, ended).isZero();
        return ended.out();
    }

    @Override
    public void close() {
        person.close();
    }

    /** Hands it to whoever asks. */
    static final class Extension implements ExecutionCondition, ParameterResolver {

        private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return Powers.own() == Powers.NONE
                        ? ConditionEvaluationResult.disabled(Person.NEEDS_NAMESPACES)
                        : ConditionEvaluationResult.enabled("namespaces can be made");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedLab.class;
        }

        @Override
        public SharedLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(STORE).computeIfAbsent(SharedLab.class, _ -> up(), SharedLab.class);
        }

        private static SharedLab up() {
            try {
                return new SharedLab(Person.here());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
