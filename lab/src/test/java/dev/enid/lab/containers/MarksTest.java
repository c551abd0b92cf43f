package dev.enid.lab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.host.LabHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks are shared: another program has bits of its own in those of connections and of packets, before and after enid's rules. It keeps
 * them whatever enid does, and of enid's nothing is left when it is done.
 */
@ExtendWith(Witness.class)
class MarksTest {

    private static final int PORT = 8081;
    private static final int MASK = 0x7f000000;

    /** Beside the mask of each test: of connections when they come, of connections later on, of packets. */
    private static final int BITS = 0x80000101;

    private static final int MORE = 0x40;
    private static final int OF_PACKETS = 0x80000011;

    /** What a connection and its answers bear, is counted where they leave the container's bridge. */
    private static final String OTHERS = """
            add table inet others
            add counter inet others answers
            add counter inet others spoilt
            add chain inet others first { type filter hook prerouting priority -160; }
            add rule inet others first ct direction original ct state new ct mark set ct mark or 0x80000101
            add rule inet others first ct direction reply meta mark set meta mark or 0x80000001
            add chain inet others last { type filter hook prerouting priority -140; }
            add rule inet others last ct direction reply meta mark set meta mark or 0x10
            add chain inet others forward { type filter hook forward priority 0; }
            add rule inet others forward iifname "docker0" ct direction reply counter name answers
            add rule inet others forward iifname "docker0" ct direction reply meta mark and 0x8000ffff != 0x80000011 counter name spoilt
            """;

    private static @Nullable ContainerHost lab;
    private static @Nullable Docker docker;

    private final List<Talk> talks = new ArrayList<>();

    @BeforeAll
    static void up() throws Exception {
        ContainerHost.assumeDocker();
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/conntrack")), "needs the package conntrack");
        ContainerHost up = ContainerHost.up();
        lab = up;
        Docker engine = DockerOptions.start(up, "--userland-proxy=false");
        docker = engine;
        up.answering(DockerOptions.onDocker0(engine, PORT));
        DockerOptions.awaitPrimary(up, PORT);
        run("nft", OTHERS);
        up.host().start();
    }

    @AfterAll
    static void down() throws Exception {
        ContainerHost.close(docker, lab);
    }

    /** Open connections from outside to one address of each family of each ENI. */
    @BeforeEach
    void connect() throws Exception {
        // Of those before, some came when nobody but enid set bits, some under another mask.
        run("conntrack", "--flush");
        for (int eni : List.of(0, 1, 2)) {
            for (Ip ip : List.of(
                    host().eni(eni).ipv4().getFirst(), host().eni(eni).ipv6().getFirst())) {
                talks.add(Talk.open(lab().place("client"), ip, PORT));
            }
        }
    }

    @AfterEach
    void asBefore() throws Exception {
        for (Talk talk : talks) {
            talk.close();
        }
        settings("containers = \"auto\"");
    }

    private static ContainerHost lab() {
        return Objects.requireNonNull(lab);
    }

    private static LabHost host() {
        return lab().host();
    }

    private static String run(String... command) throws Exception {
        return host().shell().run(command);
    }

    private static void settings(String toml) throws Exception {
        host().settings(toml + "\n[daemon]\nrefresh = \"1s\"\n");
        host().shell().enid("apply");
        host().awaitConverged();
    }

    private void everybodySpeaks() throws Exception {
        for (Talk talk : talks) {
            talk.say();
        }
    }

    /** Of the host's connections, those that are about the port or all. */
    private static List<Integer> marks(String about) throws Exception {
        String all = run("sh", "-c", "(conntrack -L -f ipv4; conntrack -L -f ipv6) 2>/dev/null");
        return all.lines()
                .filter(line -> line.contains(about))
                .flatMap(line -> Pattern.compile(" mark=(\\d+)").matcher(line).results())
                .map(found -> Integer.parseUnsignedInt(found.group(1)))
                .toList();
    }

    private static ListAssert<Integer> assertThatTalks() throws Exception {
        return assertThat(marks(" dport=" + PORT + " ")).hasSizeGreaterThanOrEqualTo(6);
    }

    /** Packets. */
    private static long counted(String counter) throws Exception {
        String listed = run("nft", "list", "counter", "inet", "others", counter);
        return Pattern.compile("packets (\\d+)")
                .matcher(listed)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNoAnswerLostABit() throws Exception {
        assertThat(counted("answers")).isPositive();
        assertThat(counted("spoilt"))
                .as("answers of the container without 0x%x in their marks", OF_PACKETS)
                .isZero();
    }

    @Test
    void othersKeepTheirBitsOfConnectionsAndOfPackets() throws Exception {
        assertThatTalks().allSatisfy(mark -> assertThat(mark & ~MASK).isEqualTo(BITS));
        assertThat(marks(" dport=" + PORT + " ").stream().map(mark -> mark & MASK))
                .contains(0x01000000, 0x02000000, 0x03000000)
                .doesNotContain(0);

        // Somebody sets a bit while the connection is open, and takes another one away.
        for (String family : List.of("ipv4", "ipv6")) {
            run("conntrack", "-U", "-f", family, "-p", "tcp", "--dport", "" + PORT, "--mark", "0x40/0x140");
        }
        everybodySpeaks();

        assertThatTalks().allSatisfy(mark -> {
            assertThat(mark & ~MASK).isEqualTo((BITS | MORE) & ~0x100);
            assertThat(mark & MASK).isNotZero();
        });
        assertNoAnswerLostABit();
    }

    @Test
    void switchedOffNothingIsLeftOfEnidsBits() throws Exception {
        assertThatTalks().allSatisfy(mark -> assertThat(mark & MASK).isNotZero());

        settings("containers = \"off\"");

        assertThat(host().shell().enid("plan")).startsWith("No changes");
        assertThat(run("nft", "list", "tables")).doesNotContain("inet enid");
        assertThat(host().ip("-4 rule") + host().ip("-6 rule")).doesNotContain("9998:");
        assertThat(marks("")).allSatisfy(mark -> assertThat(mark & MASK).isZero());
        assertThatTalks().containsOnly(BITS);

        settings("containers = \"auto\"");
        everybodySpeaks();
        assertThatTalks().allSatisfy(mark -> {
            assertThat(mark & ~MASK).isEqualTo(BITS);
            assertThat(mark & MASK).isNotZero();
        });
        assertNoAnswerLostABit();
    }

    /** Under which the bits of before would say another ENI, or nothing that enid would ever clear. */
    @Test
    void anotherMaskLeavesNothingOfTheOne() throws Exception {
        int other = 0x0ff00000;
        settings("mark-mask = 0x0ff00000");
        everybodySpeaks();

        assertThatTalks().allSatisfy(mark -> {
            assertThat(mark & ~other).isEqualTo(BITS);
            assertThat(mark & other).isIn(0x00100000, 0x00200000, 0x00300000);
        });
        assertNoAnswerLostABit();
    }

    /** What is marked is the answer; with one ENI there is no other way for it. */
    @Test
    void whenTheLastButThePrimaryHasGoneNothingIsLeft() throws Exception {
        host().detach(1);
        host().detach(2);
        host().awaitConverged();

        assertThat(run("nft", "list", "tables")).doesNotContain("inet enid");
        assertThat(marks("")).allSatisfy(mark -> assertThat(mark & MASK).isZero());
        for (Talk talk : talks.subList(0, 2)) {
            talk.say();
        }
        assertThatTalks().containsOnly(BITS);

        host().attach(1, 2);
        host().awaitConverged();
        everybodySpeaks();
    }
}
