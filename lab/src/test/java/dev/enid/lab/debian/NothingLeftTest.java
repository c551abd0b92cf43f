package dev.enid.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.fabric.Machine;
import dev.enid.lab.host.Await;
import dev.enid.lab.program.EnidProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host's end: processes, control groups, mounts and files are gone with it, whoever ended it. */
class NothingLeftTest {

    @RegisterExtension
    static final Debians DEBIANS = Debians.in("h");

    /** What there is of a host on this machine. */
    private record Traces(Path directory, Path first) {

        Optional<String> left() throws IOException {
            List<Path> all = new ArrayList<>(groups());
            all.addAll(Stream.of(directory, first).filter(Files::exists).toList());
            return all.isEmpty() ? Optional.empty() : Optional.of(all.toString());
        }

        /** In a unified tree, or in the one beside the others. */
        List<Path> groups() {
            String name = directory.getFileName().toString();
            return Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                    .map(tree -> Path.of(tree, name))
                    .filter(Files::exists)
                    .toList();
        }

        void assertThere() throws IOException {
            assertThat(directory).exists();
            assertThat(first).exists();
            assertThat(groups()).hasSize(1);
        }
    }

    private static Traces traces(DebianHost host) throws IOException {
        return new Traces(host.directory(), Path.of("/proc", Long.toString(host.process())));
    }

    @Test
    void whenItIsClosed() throws Exception {
        DebianHost host = DEBIANS.boot("h", DebianSetup.of(LinkManager.NETWORKD));
        Traces traces = traces(host);
        traces.assertThere();
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        assertThat(mounts).doesNotContain(traces.directory().toString());

        host.close();

        assertThat(traces.left()).isEmpty();
    }

    @Test
    void whenItsProgramIsKilled() throws Exception {
        Machine machine = DEBIANS.network().machine("h");
        List<String> command = new ArrayList<>(EnidProgram.here().command());
        command.set(command.size() - 1, Booting.class.getName());
        command.add(Long.toString(machine.process()));
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var answers = program.inputReader(StandardCharsets.UTF_8);
        Traces traces = new Traces(Path.of(answers.readLine()), Path.of(answers.readLine()));
        traces.assertThere();

        program.destroyForcibly();

        Await.untilNothing("nothing is left", traces::left);
    }

    /** A program that boots a host and goes on. */
    static final class Booting {

        private Booting() {}

        public static void main(String[] arguments) throws Exception {
            Machine machine = new Machine("h", Machine.Kind.INSTANCE, Long.parseLong(arguments[0]), Optional.empty());
            DebianHost host = DebianHost.boot(
                    RootFilesystem.cached(System.getenv()), machine, DebianSetup.of(LinkManager.NETWORKD));
            Traces traces = traces(host);
            System.out.println(traces.directory() + "\n" + traces.first());
            Thread.currentThread().join();
        }
    }
}
