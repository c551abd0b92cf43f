package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.session.Meddling.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Marks of connections in a namespace of its own, with the real kernel; {@code conntrack} makes the connections and looks at them. */
@ExtendWith(PrivateNetwork.Extension.class)
@Timeout(60)
class ConntrackSessionTest {

    private static final int MASK = 0x7f000000;
    private static final Pattern MARK = Pattern.compile("src=(\\S+) .* mark=(\\d+)");

    @TempDir
    private Path directory;

    @BeforeEach
    void conntrackIsThere() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/conntrack")),
                "needs the program conntrack: apt install conntrack");
    }

    private static void tcp(PrivateNetwork network, String source, int mark, String... more) {
        make(
                network,
                "-p tcp --dst 172.17.0.2 --sport 5000 --dport 80 --state ESTABLISHED --src " + source,
                mark,
                more);
    }

    private static void make(PrivateNetwork network, String what, int mark, String... more) {
        String all = "conntrack -I --timeout 1000 " + what + " --mark " + mark + " " + String.join(" ", more);
        assertThat(network.run(all.strip().split(" "))).contains("1 flow entries have been created");
    }

    /** By their sources. */
    private static Map<String, Integer> marks(PrivateNetwork network) {
        // How many it showed it says among them.
        String listed = network.run("sh", "-c", "(conntrack -L -f ipv4; conntrack -L -f ipv6) 2>/dev/null");
        return MARK.matcher(listed)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> Integer.parseUnsignedInt(found.group(2)),
                        (one, other) -> one | other,
                        TreeMap::new));
    }

    private static int unmarked(PrivateNetwork network) throws Exception {
        try (ConntrackSession session = network.namespace().call(ConntrackSession::open)) {
            return session.unmark(MASK);
        }
    }

    @Test
    void theBitsGoAndAllOthersStay(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000010);
        tcp(network, "198.51.100.2", 0x7f00ffff);
        tcp(network, "198.51.100.3", 0x80ffffff);
        tcp(network, "198.51.100.4", 0);
        make(network, "-p udp --src 2001:db8::5 --dst 2001:db8::2 --sport 53 --dport 53", 0x03000005);
        make(
                network,
                "-p icmp --src 198.51.100.6 --dst 172.17.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7",
                0x40000006);
        make(network, "-p gre --src 198.51.100.7 --dst 172.17.0.2 --srckey 5 --dstkey 6", 0x20000007);
        make(network, "-p 99 --src 198.51.100.8 --dst 172.17.0.2", 0x10000008);

        assertThat(unmarked(network)).isEqualTo(6);

        assertThat(marks(network))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "198.51.100.1", 0x10,
                        "198.51.100.2", 0xffff,
                        "198.51.100.3", 0x80ffffff,
                        "198.51.100.4", 0,
                        "2001:db8::5", 5,
                        "198.51.100.6", 6,
                        "198.51.100.7", 7,
                        "198.51.100.8", 8));
        assertThat(unmarked(network)).isZero();
    }

    /** The same addresses and ports in another zone are another connection. */
    @Test
    void aConnectionInAZoneIsFoundThere(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000001);
        tcp(network, "198.51.100.1", 0x02000002, "--zone", "5");
        tcp(network, "198.51.100.3", 0x03000003, "--orig-zone", "6");
        tcp(network, "198.51.100.4", 0x04000004, "--reply-zone", "7");

        assertThat(unmarked(network)).isEqualTo(4);

        assertThat(marks(network))
                .containsExactlyInAnyOrderEntriesOf(Map.of("198.51.100.1", 3, "198.51.100.3", 3, "198.51.100.4", 4));
    }

    @Test
    void nobodyElsesNamespaceIsTouched(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000000);
        try (Namespace other = Namespace.create();
                ConntrackSession session = other.call(ConntrackSession::open)) {
            assertThat(session.unmark(MASK)).isZero();
        }
        assertThat(marks(network)).containsEntry("198.51.100.1", 0x01000000);
    }

    @Test
    void thousandsOfConnectionsAreNoMatter(PrivateNetwork network) throws Exception {
        crowd(network, 3000);

        assertThat(unmarked(network)).isEqualTo(3000);

        assertThat(marks(network).values()).hasSize(3000).containsOnly(0x10);
    }

    private void crowd(PrivateNetwork network, int count) throws IOException {
        Path file = directory.resolve("connections");
        Files.write(
                file,
                IntStream.range(0, count)
                        .mapToObj(i -> "-I -p udp --src 10.9." + i / 250 + "." + (1 + i % 250)
                                + " --dst 172.17.0.2 --sport 53 --dport 53 --timeout 1000 --mark 0x03000010")
                        .toList());
        assertThat(network.run("conntrack", "--load-file", file.toString())).isEmpty();
    }

    @Test
    void aConnectionThatEndsMeanwhileIsNoFailure(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000001);
        tcp(network, "198.51.100.2", 0x01000002);
        Change ends = () -> network.run("conntrack", "-D", "--src", "198.51.100.1");
        try (ConntrackSession session = meddled(network, 1, ends)) {
            assertThat(session.unmark(MASK)).isEqualTo(1);
        }
        assertThat(marks(network)).isEqualTo(Map.of("198.51.100.2", 2));
    }

    /** The first packet of a connection was on its way when the bits were looked for. */
    @Test
    void whatComesMeanwhileIsFoundToo(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x40000001);
        int dumps = Integer.bitCount(MASK);
        Change comes = () -> tcp(network, "198.51.100.2", 0x01000002);
        // After the last question of the first round, with a bit that was asked for by the first.
        try (ConntrackSession session = meddled(network, dumps, comes)) {
            assertThat(session.unmark(MASK)).isEqualTo(2);
        }
        assertThat(marks(network).values()).containsExactly(1, 2);
    }

    private static ConntrackSession meddled(PrivateNetwork network, int datagram, Change change) throws LinuxException {
        return network.namespace().call(() -> new ConntrackSession(new Meddling(socket(), datagram, change), socket()));
    }

    private static Transport socket() throws LinuxException {
        return Transport.over(NetlinkSocket.open(NetlinkSocket.Protocol.NETFILTER));
    }

    @Test
    void anAnswerThatIsLostIsNotTakenForOne(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000001);
        ScriptedKernel silent = new ScriptedKernel(1 << 20, ScriptedKernel.Fault.SILENCE);
        try (ConntrackSession session = network.namespace().call(() -> new ConntrackSession(socket(), silent))) {
            // That kernel says each time that it did it, and never does.
            assertThat(session.unmark(MASK)).isEqualTo(2);
        }
        silent.assertEveryFaultWasMet();
    }

    @Test
    void whatTheKernelRefusesIsToldWhenTheOthersAreDone(PrivateNetwork network) throws Exception {
        tcp(network, "198.51.100.1", 0x01000001);
        ScriptedKernel refusing = new ScriptedKernel(1 << 20)
                .refusing(0, Errno.EIO)
                .refusing(1, Errno.EIO)
                .refusing(2, Errno.EIO);
        try (ConntrackSession session = network.namespace().call(() -> new ConntrackSession(socket(), refusing))) {
            assertThatThrownBy(() -> session.unmark(MASK))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO))
                    .hasMessageContaining("conntrack --update --protonum 6 --src 198.51.100.1 --dst 172.17.0.2"
                            + " --sport 5000 --dport 80 --mark 0x0/0x7f000000");
        }
    }

    @Test
    void whereTheKernelHasNoConnectionsToTellOfThereIsNothingToDo() throws Exception {
        for (Errno errno : new Errno[] {Errno.EINVAL, Errno.EOPNOTSUPP}) {
            ScriptedKernel without = new ScriptedKernel(1 << 20).refusing(0, errno);
            ScriptedKernel unasked = new ScriptedKernel(1 << 20);
            try (ConntrackSession session = new ConntrackSession(without, unasked)) {
                assertThat(session.unmark(MASK)).isZero();
            }
            assertThat(without.requests()).as("one is enough to know").isEqualTo(1);
            assertThat(unasked.requests()).isZero();
        }
        ScriptedKernel forbidding = new ScriptedKernel(1 << 20).refusing(0, Errno.EPERM);
        try (ConntrackSession session = new ConntrackSession(forbidding, forbidding)) {
            assertThatThrownBy(() -> session.unmark(MASK))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
        }
    }
}
