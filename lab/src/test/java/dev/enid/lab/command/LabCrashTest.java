package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.program.Ended;
import dev.enid.lab.program.MachineNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a lab when it ends, and when its process is killed; and the machine underneath all the while. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LabCrashTest {

    private Person person;
    private String lab;
    private String before;

    @BeforeEach
    void look() throws Exception {
        person = Person.here();
        lab = person.lab('k');
        before = MachineNetwork.now();
    }

    @AfterEach
    void theMachineUnderneathIsAsItWas() throws Exception {
        person.close();
        assertThat(MachineNetwork.now()).isEqualTo(before);
        assertThat(namespaces()).isEmpty();
        assertThat(person.sees("lab", "list")).doesNotContain(lab);
    }

    /** Those of the lab, as any other program finds them. */
    private List<String> namespaces() throws Exception {
        String all = Ended.of(new ProcessBuilder("ip", "netns", "list").start()).out();
        return all.lines()
                .map(line -> line.split(" ", 2)[0])
                .filter(name -> name.startsWith("enid-" + lab + "-"))
                .sorted()
                .toList();
    }

    @Test
    void rootSeesTheNamespacesByNameUntilTheLabIsDown() throws Exception {
        assumeTrue(Powers.own() == Powers.ROOT, "names of namespaces need root");
        String prefix = "enid-" + lab + "-";
        assertThat(person.sees("lab", "up", lab)).contains("ip netns " + prefix + "web\n");

        assertThat(namespaces()).containsExactly(prefix + "client", prefix + "db", prefix + "fabric", prefix + "web");
        person.sees("lab", "attach", "--lab", lab, "web", "web-1");
        assertThat(Ended.of(new ProcessBuilder("ip", "netns", "exec", prefix + "web", "ip", "-o", "link").start())
                        .out())
                .contains(" ens5@", " ens6@");
        assertThat(person.types(
                                "lab",
                                "exec",
                                "--lab",
                                lab,
                                "web",
                                "setpriv",
                                "--reuid",
                                Person.NOBODY,
                                "--clear-groups",
                                "sh",
                                "-c",
                                "command -v enid")
                        .out())
                .as("any user finds enid")
                .isEqualTo("/run/enid-lab/" + lab + "/bin/enid\n");
        assertThat(MachineNetwork.now()).isEqualTo(before);

        assertThat(person.sees("lab", "down", lab)).isEqualTo("lab " + lab + " is down\n");
        assertThat(namespaces()).isEmpty();
    }

    @Test
    void aLabWhoseProcessWasKilledIsStartedAnewAndTakenDown() throws Exception {
        List<ProcessHandle> machines = kill(person.json("lab", "up", lab, "--json"));

        assertThat(person.sees("lab", "list")).containsPattern("(?m)^" + lab + " +crashed$");
        assertThat(person.types("lab", "exec", "--lab", lab, "web", "true")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("enid: lab " + lab + " is not up (")
                    .endsWith("\n      its process has died; enid lab up " + lab
                            + " brings it back as it was, with its instances rebooted\n");
        });
        assertThat(MachineNetwork.now()).isEqualTo(before);

        assertOneOfTwoBringsItUp();
        assertThat(machines).noneMatch(ProcessHandle::isAlive);

        kill(person.json("lab", "show", lab, "--json"));
        assertThat(person.sees("lab", "down", lab)).isEqualTo("lab " + lab + " had crashed; what it left is removed\n");
        assertThat(namespaces()).isEmpty();
        assertThat(person.types("lab", "down", lab).code())
                .as("there is nothing any more")
                .isEqualTo(1);
    }

    @Test
    void whatWasChangedIsStillSoAfterACrashAndARestart() throws Exception {
        person.sees("lab", "up", lab);
        AwsCli aws = AwsCli.of(person, lab);
        String eni = aws.named("network-interface", "web-1");
        person.sees("lab", "attach", "--lab", lab, "web", "web-1");
        person.sees("lab", "assign", "--lab", lab, "web-1", "10.0.2.99");
        aws.text("create-tags", "--resources", eni, "--tags", "Key=kept,Value=yes");
        String attachment = attachment(aws, eni);

        kill(person.json("lab", "show", lab, "--json"));
        JsonNode after = person.json("lab", "up", lab, "--json");
        assertThat(after.at("/ec2/endpoint").asText())
                .as("the shell's variables hold")
                .isEqualTo(aws.endpoint());
        assertThat(attachment(aws, eni)).isEqualTo(attachment);
        assertThat(person.reads(lab, "web", "ip -o link")).contains("ens6");

        JsonNode again = person.json("lab", "restart", lab, "--json");
        assertThat(again.at("/process").asLong())
                .isNotEqualTo(after.at("/process").asLong());
        assertThat(aws.text("describe-tags", "--filters", "Name=key,Values=kept", "--query", "Tags[].ResourceId"))
                .isEqualTo(eni);
        person.reads(lab, "web", "enid apply");
        assertThat(person.reads(lab, "client", "ping -c 1 -W 5 10.0.2.99")).contains("1 received");

        person.sees("lab", "down", lab);
        assertThat(person.json("lab", "up", lab, "--json").at("/detached").findValuesAsText("name"))
                .as("what was taken down begins anew")
                .contains("web-1");
        person.sees("lab", "down", lab);
    }

    private static String attachment(AwsCli aws, String eni) throws Exception {
        return aws.text(
                "describe-network-interfaces",
                "--network-interface-ids",
                eni,
                "--query",
                "NetworkInterfaces[0].[Attachment.AttachmentId,Attachment.AttachTime,PrivateIpAddresses[1].PrivateIpAddress]");
    }

    private void assertOneOfTwoBringsItUp() throws Exception {
        List<Process> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(person.start(person.enid().with("lab", "up", lab)));
        }
        List<Ended> ended = new ArrayList<>();
        for (Process each : both) {
            ended.add(Ended.of(each));
        }
        assertThat(ended).extracting(Ended::code).containsExactlyInAnyOrder(0, 1);
        assertThat(ended)
                .filteredOn(each -> each.code() == 1)
                .allSatisfy(each -> assertThat(each.err()).contains("lab " + lab + " is up"));
        assertThat(person.reads(lab, "client", "ping -c 1 10.0.1.10")).contains("1 received");
    }

    /** Kills the lab's process, with something running in an instance; who were its machines. */
    private List<ProcessHandle> kill(JsonNode up) throws Exception {
        Process inside = person.start(
                person.enid().with("lab", "exec", "--lab", lab, "web", "--", "sh", "-c", "echo on; exec sleep 1000"));
        assertThat(inside.inputReader().readLine()).isEqualTo("on");
        List<ProcessHandle> machines = new ArrayList<>();
        for (String kind : List.of("/instances", "/outside")) {
            up.at(kind)
                    .forEach(each ->
                            ProcessHandle.of(each.at("/process").asLong()).ifPresent(machines::add));
        }
        assertThat(machines).hasSize(3);

        ProcessHandle process = ProcessHandle.of(up.at("/process").asLong()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS);

        for (ProcessHandle machine : machines) {
            machine.onExit().get(Ended.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(Ended.of(inside).code())
                .as("what ran in the instance is killed")
                .isNotZero();
        return machines;
    }
}
