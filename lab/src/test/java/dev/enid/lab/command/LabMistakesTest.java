package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a person mistypes or does not know yet: a message that says what to do, an exit code, and a lab as it was. */
@ExtendWith(SharedLab.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LabMistakesTest {

    private Person person;
    private String lab;
    private String atFirst;

    @BeforeAll
    void up(SharedLab given) throws Exception {
        person = given.person();
        lab = given.name();
        atFirst = person.sees("lab", "show", lab, "--json");
    }

    @AfterAll
    void nothingHasChanged() throws Exception {
        assertThat(person.sees("lab", "show", lab, "--json")).isEqualTo(atFirst);
    }

    private void assertRefused(int exit, String message, String... words) throws Exception {
        assertThat(person.types(words)).isEqualTo(new Ended(exit, "", message));
    }

    @Test
    void aLabThatIsUpIsNotBroughtUpAgain() throws Exception {
        assertRefused(1, """
                enid: lab %1$s is up already
                      enid lab show %1$s shows it, enid lab down %1$s ends it, enid lab up NAME starts another
                """.formatted(lab), "lab", "up", lab);
    }

    @Test
    void aLabThatIsNotUp() throws Exception {
        String mistyped = lab.replaceFirst(".$", "q");

        assertThat(person.types("lab", "show", mistyped)).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("enid: lab " + mistyped + " is not up (up: ")
                    .contains(lab);
        });
        assertThat(person.types("lab", "exec", "--lab", mistyped, "web", "--", "true")
                        .err())
                .contains("is not up");
        assertThat(person.types("lab", "down", mistyped)).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).startsWith("enid: there is no lab " + mistyped + "\n");
        });
        assertRefused(64, """
                enid: a lab's name is at most 15 of a-z and 0-9, and starts with a letter, unlike "My-Lab"
                """, "lab", "up", "My-Lab");
    }

    @Test
    void aNameThatNoMachineOrEniHas() throws Exception {
        assertRefused(1, """
                enid: no instance "wbe" in lab %s; did you mean "web"?
                      there are fabric, db, web, client
                """.formatted(lab), "lab", "exec", "--lab", lab, "wbe", "--", "true");
        assertRefused(1, """
                enid: InvalidInstanceID.NotFound: no instance "wbe"; did you mean "web"?
                """, "lab", "attach", "--lab", lab, "wbe", "web-1");
        assertRefused(1, """
                enid: InvalidNetworkInterfaceID.NotFound: no ENI "eni-0aaaaaaaaaaaaaaaa"; there are db-0, web-0, web-1, web-2
                """, "lab", "attach", "--lab", lab, "web", "eni-0aaaaaaaaaaaaaaaa");
        assertRefused(1, """
                enid: InvalidNetworkInterfaceID.NotFound: no ENI "wbe-1"; did you mean "web-1"?
                """, "lab", "assign", "--lab", lab, "wbe-1", "--count", "1");
    }

    @Test
    void whatEc2WouldRefuseToo() throws Exception {
        assertRefused(1, """
                enid: InvalidNetworkInterface.InUse: web-0 is attached to web as device index 0; detach it first
                """, "lab", "attach", "--lab", lab, "web", "web-0");
        assertRefused(1, """
                enid: OperationNotPermitted: web-0 is the primary ENI of web and cannot be detached
                """, "lab", "detach", "--lab", lab, "web-0");
        assertRefused(1, """
                enid: InvalidAttachmentID.NotFound: web-1 is not attached to any instance
                """, "lab", "detach", "--lab", lab, "web-1");
        assertRefused(1, """
                enid: InvalidParameterValue: 10.0.9.9 is not in subnet b (10.0.2.0/24, 2001:db8:100:2::/64)
                """, "lab", "assign", "--lab", lab, "web-1", "10.0.9.9");
        assertRefused(1, """
                enid: OperationNotPermitted: 10.0.2.20 is the primary address of web-1 and stays
                """, "lab", "unassign", "--lab", lab, "web-1", "10.0.2.20");
    }

    @Test
    void wordsThatAreNotUnderstood() throws Exception {
        assertRefused(64, """
                enid: unknown command "atach"; did you mean "enid lab attach"?
                      see enid lab --help
                """, "lab", "atach", "web", "web-1");
        assertRefused(64, """
                enid: enid lab attach needs INSTANCE and ENI
                      see enid lab attach --help
                """, "lab", "attach", "--lab", lab);
        assertRefused(64, """
                enid: --device-index N takes a whole number, not "one"
                      see enid lab attach --help
                """, "lab", "attach", "--lab", lab, "web", "web-1", "--device-index", "one");
        assertRefused(64, """
                enid: which addresses? name them, or say --count N or --prefixes N
                """, "lab", "assign", "--lab", lab, "web-1");
        assertRefused(64, """
                enid: not an IP address: "ten"
                """, "lab", "assign", "--lab", lab, "web-1", "ten");
    }

    @Test
    void wordsThatAreNoFault() throws Exception {
        assertThat(person.types("lab", "fault", "imds", "--lab", lab, "outrage", "on"))
                .satisfies(ended -> {
                    assertThat(ended.code()).isEqualTo(64);
                    assertThat(ended.err())
                            .startsWith("enid: no fault is called \"outrage\"; there are outage, error, delay, ")
                            .endsWith("\n      did you mean \"outage\"?\n");
                });
        assertRefused(64, """
                enid: expected outage on, timeout, refuse, reset or off
                      see enid lab fault imds --help
                """, "lab", "fault", "imds", "--lab", lab, "outage", "maybe");
        assertRefused(64, """
                enid: stale on holds until it is switched off; it cannot be for a number of requests
                      see enid lab fault imds --help
                """, "lab", "fault", "imds", "--lab", lab, "stale", "on", "times", "3");
        assertRefused(1, """
                enid: InvalidInstanceID.NotFound: no instance "wbe"; did you mean "web"?
                """, "lab", "fault", "imds", "--lab", lab, "--instance", "wbe", "outage", "on");
    }

    @Test
    void aTopologyIsRefusedWithAllThatIsWrongWithIt(@TempDir Path directory) throws Exception {
        String none = lab.replaceFirst(".$", "x");
        Path file = Files.writeString(directory.resolve("mine.toml"), """
                [vpc]
                cidrs = ["10.0.0.0/8"]
                [subnets.a]
                ipv4 = "10.0.1.0/24"
                zne = "eu-central-1a"
                [instances.web]
                manager = "systemd"
                [enis.web-0]
                subnet = "aa"
                instance = "web"
                device-index = 0
                addresses = ["10.0.1.10", 7]
                """);

        Ended ended = person.types("lab", "up", none, "--topology", file.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("""
                enid: %s has 5 problems:
                        line 2: vpc.cidrs: 10.0.0.0/8 does not fit: IPv4 networks are /16 to /28, IPv6 networks /44 to /60
                        line 5: subnets.a.zne: is not known here; did you mean zone?
                        line 7: instances.web.manager: should be one of networkd, amazon-linux, network-manager, dhclient, none
                        line 9: enis.web-0.subnet: is none of the subnets [a]
                        line 12: enis.web-0.addresses: should be a list of texts in quotes
                """.formatted(file));
        assertRefused(64, """
                enid: no topology "two-eni"; did you mean "two-enis"?
                      there are two-enis, dual-stack, two-zones, cards, ipv6-only, big, debian, or a file of your own
                """, "lab", "up", none, "--topology", "two-eni");
        assertThat(person.types("lab", "up", none, "--topology", "./not-there.toml")
                        .err())
                .startsWith("enid: ./not-there.toml has a problem:\n        is not there; ");
        assertThat(person.sees("lab", "list")).doesNotContain(none);
    }
}
