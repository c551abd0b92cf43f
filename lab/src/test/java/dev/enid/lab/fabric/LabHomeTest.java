package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labs as files and processes: up, down, and what a crash leaves. */
@ExtendWith(TestLab.Extension.class)
class LabHomeTest {

    /** A lab in a process of its own: it says "up" when it is, and ends with its input. Arguments: name, home, names directory. */
    static final class LabProcess {

        public static void main(String[] arguments) throws IOException, TopologyException {
            Optional<Path> names = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
            LabHome home = new LabHome(Path.of(arguments[1]), names);
            try (LabVpc lab = home.up(arguments[0], TopologyFile.shipped("two-enis"));
                    Echo _ = Echo.onAny(lab, "web", TestLab.PORT)) {
                for (String address : List.of("10.0.1.10", "2001:db8:100:1::10")) {
                    Answer answer = Probe.from(lab, "client").tcp(Ip.parse(address), TestLab.PORT, TestLab.SOON);
                    System.out.println(address + " " + (answer.reached() ? "reached" : answer.toString()));
                }
                System.out.println("up");
                int end = System.in.read();
                System.out.println("down " + end);
            }
        }

        static Process start(List<String> prefix, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LabProcess.class.getName()));
            command.addAll(List.of(arguments));
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        }

        /** What it says until it is up, or until it ends. */
        static String untilUp(Process process) throws IOException {
            BufferedReader reader = process.inputReader();
            StringBuilder said = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.append(line).append('\n');
                if (line.equals("up")) {
                    break;
                }
            }
            return said.toString();
        }
    }

    @Test
    void aLabThatIsUpIsListedAndNotMadeTwice(TestLab lab) throws IOException, TopologyException {
        LabHome home = lab.home();
        assertThat(home.names()).isEmpty();
        assertThatThrownBy(() -> home.machines(lab.name()))
                .isInstanceOf(LabException.class)
                .hasMessage("lab " + lab.name() + " is not up; there is none");

        LabVpc vpc = lab.up("two-enis");

        assertThat(home.names()).containsExactly(lab.name());
        assertThat(home.isUp(lab.name())).isTrue();
        assertThat(home.machines(lab.name())).isEqualTo(vpc.machines());
        assertThatThrownBy(() -> home.up(lab.name(), vpc.vpc()))
                .isInstanceOf(LabException.class)
                .hasMessage("lab " + lab.name() + " is up");

        vpc.close();
        vpc.close();
        assertThat(home.isUp(lab.name())).isFalse();
        assertThat(home.names()).isEmpty();
        assertThatThrownBy(() -> vpc.detach("web-1")).hasMessage("lab " + lab.name() + " is down");
    }

    /** A lock goes with any file of its process that is closed: another process would take the lab for crashed, and sweep it. */
    @Test
    void lookingDoesNotGiveTheLabAway(TestLab lab) throws Exception {
        lab.up("two-enis");
        lab.echo("web");
        assertThat(lab.home().isUp(lab.name())).isTrue();

        List<String> arguments = new ArrayList<>(
                List.of(lab.name(), lab.directory().resolve("labs").toString()));
        TestLab.namesDirectory().ifPresent(names -> arguments.add(names.toString()));
        Process other = LabProcess.start(List.of(), arguments.toArray(String[]::new));

        assertThat(LabProcess.untilUp(other))
                .contains("lab " + lab.name() + " is up")
                .doesNotContain("reached");
        assertThat(other.waitFor()).isNotZero();
        lab.assertReached("client", "10.0.1.10");
    }

    @Test
    void namesAreChecked(TestLab lab) {
        for (String name : List.of("", "Lab", "a-b", "../x", "sixteencharacter", "1a")) {
            assertThatThrownBy(() -> lab.home().directory(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a lab's name is at most 15 of a-z and 0-9");
        }
    }

    @Test
    void aLabThatIsKilledTakesItsMachinesAlongAndTheNextUpTidies(TestLab lab) throws Exception {
        LabHome home = lab.home();
        List<String> arguments = new ArrayList<>(
                List.of(lab.name(), lab.directory().resolve("labs").toString()));
        TestLab.namesDirectory().ifPresent(names -> arguments.add(names.toString()));
        Process process = LabProcess.start(List.of(), arguments.toArray(String[]::new));
        assertThat(LabProcess.untilUp(process)).endsWith("up\n");
        List<Machine> machines = home.machines(lab.name());
        Process inside = new ProcessBuilder(inMachine(machines.get(2), "sleep", "1000")).start();

        process.destroyForcibly().waitFor();

        assertThat(machines)
                .hasSize(4)
                .allSatisfy(machine -> TestLab.await(
                        machine.name() + " ends",
                        () -> ProcessHandle.of(machine.process()).isEmpty()));
        assertThat(inside.waitFor()).as("what ran in a machine is killed").isNotZero();
        assertThat(home.isUp(lab.name())).isFalse();
        assertThat(home.names()).containsExactly(lab.name());

        lab.up("two-enis");
        lab.echo("web");
        lab.assertReached("client", "10.0.1.10");
    }

    private static List<String> inMachine(Machine machine, String... command) throws IOException {
        List<String> whole = new ArrayList<>(machine.enterCommand());
        whole.addAll(List.of(command));
        return whole;
    }

    @Test
    void whatACrashLeftIsRemovedByName(TestLab lab) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(lab.name(), lab.directory().resolve("labs").toString()));
        TestLab.namesDirectory().ifPresent(names -> arguments.add(names.toString()));
        Process process = LabProcess.start(List.of(), arguments.toArray(String[]::new));
        assertThat(LabProcess.untilUp(process)).endsWith("up\n");
        assertThatThrownBy(() -> lab.home().clean(lab.name())).hasMessage("lab " + lab.name() + " is up");
        process.destroyForcibly().waitFor();

        assertThat(lab.home().clean(lab.name())).isTrue();

        assertThat(lab.home().names()).isEmpty();
        assertThat(lab.home().clean(lab.name())).as("nothing is left").isFalse();
        if (TestLab.namesDirectory().isPresent()) {
            assertThat(TestLab.command(List.of("ip", "netns", "list"), "")).doesNotContain("enid-" + lab.name());
        }
    }

    @Test
    void anybodyHasALabInAUserNamespace(TestLab lab) throws Exception {
        Process process = LabProcess.start(
                Powers.confined(List.of()),
                lab.name(),
                lab.directory().resolve("labs").toString());

        assertThat(LabProcess.untilUp(process)).isEqualTo("10.0.1.10 reached\n2001:db8:100:1::10 reached\nup\n");
        Machine web = lab.home().machines(lab.name()).get(2);
        assertThat(TestLab.command(inMachine(web, "hostname"), "")).isEqualTo("web\n");
        assertThat(TestLab.command(inMachine(web, "ip", "-brief", "link"), "")).contains("ens5");

        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(lab.home().names()).isEmpty();
    }

    @Test
    void filesThatCannotBeReadAreSaid(TestLab lab) throws IOException {
        Path own = Files.createDirectories(lab.home().directory(lab.name()));
        Files.writeString(own.resolve("machines.json"), "{");

        assertThatThrownBy(() -> lab.home().clean(lab.name()))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot be read; remove it");
        Files.delete(own.resolve("machines.json"));
    }
}
