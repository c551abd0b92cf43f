package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.program.Ended;
import dev.enid.lab.program.EnidProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Someone at a shell who types enid commands. What labs they have brought up are taken down when they leave. */
final class Person implements AutoCloseable {

    /** nobody, who has nothing. */
    static final String NOBODY = "65534";

    static final String NEEDS_NAMESPACES =
            "labs need network namespaces: run as root, or ./test where user namespaces are allowed";

    static final String NEEDS_ANOTHER_USER = "another user is needed, and a user namespace has but one";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final EnidProgram enid;
    private final List<String> become;
    private final Map<String, String> environment = new TreeMap<>(Map.of("PATH", SYSTEM_PATH, "LC_ALL", "C.UTF-8"));
    private final List<String> labs = new CopyOnWriteArrayList<>();

    private Person(EnidProgram enid, List<String> become) {
        this.enid = enid;
        this.become = become;
        // A lab outlives whoever brought it up, so also one who was interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave"));
    }

    /** Whoever runs the tests: root, or the root of a user namespace. */
    static Person here() throws IOException {
        assumeTrue(Powers.own() != Powers.NONE, NEEDS_NAMESPACES);
        return new Person(EnidProgram.here(), List.of());
    }

    /**
     * Someone without any powers.
     *
     * @param directory where they can read and search; their files will be there
     */
    static Person nobody(Path directory) throws IOException, InterruptedException {
        assumeTrue(Powers.own() == Powers.ROOT, NEEDS_ANOTHER_USER);
        Person nobody = new Person(
                EnidProgram.copiedTo(directory),
                List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
        // As systemd gives each user who logs in; and no lab of another test is there.
        String runtime = directory.resolve("runtime").toString();
        String[] make = {"install", "--directory", "--owner=" + NOBODY, "--group=" + NOBODY, "--mode=700", runtime};
        assertThat(Ended.of(new ProcessBuilder(make).start()).code()).isZero();
        nobody.environment.put("XDG_RUNTIME_DIR", runtime);
        return nobody;
    }

    /**
     * A name for a lab that is no other test's, also of another build on this machine.
     *
     * @param letter to tell the labs of one test apart
     */
    String lab(char letter) {
        String name = "c" + Long.toString(ProcessHandle.current().pid(), 36) + letter;
        labs.add(name);
        return name;
    }

    /** A variable of the environment that the commands get. */
    Person with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    EnidProgram enid() {
        return enid;
    }

    /** Starts a command line, of whichever program. */
    Process start(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(become);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended types(String... words) throws IOException, InterruptedException {
        Ended ended = Ended.of(start(enid.with(words)));
        if (ended.code() == 0 && words.length == 3 && words[1].equals("down")) {
            labs.remove(words[2]);
        }
        return ended;
    }

    /** A command that does what it is told; what it prints. */
    String sees(String... words) throws IOException, InterruptedException {
        Ended ended = types(words);
        assertThat(ended.code()).as("%s%n%s", String.join(" ", words), ended).isZero();
        assertThat(ended.err()).as("%s", String.join(" ", words)).isEmpty();
        return ended.out();
    }

    JsonNode json(String... words) throws IOException, InterruptedException {
        return MAPPER.readTree(sees(words));
    }

    /** A shell script in a machine of a lab. */
    Ended runs(String lab, String machine, String script) throws IOException, InterruptedException {
        return types("lab", "exec", "--lab", lab, machine, "--", "sh", "-euc", script);
    }

    /** A script that has to succeed; what it prints. */
    String reads(String lab, String machine, String script) throws IOException, InterruptedException {
        Ended ended = runs(lab, machine, script);
        assertThat(ended.code()).as("%s in %s%n%s", script, machine, ended).isZero();
        return ended.out();
    }

    @Override
    public void close() {
        leave();
    }

    private void leave() {
        try {
            for (String lab : List.copyOf(labs)) {
                types("lab", "down", lab);
                labs.remove(lab);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("labs may be left: " + labs, e);
        }
    }
}
