package dev.enid.agent.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.agent.host.PrivateHost;
import dev.enid.agent.nftables.KernelNftables.Connections;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table in a namespace of its own, with the real kernel; {@code nft} is the other hand on it. */
@ExtendWith(PrivateHost.Extension.class)
@Timeout(60)
class KernelNftablesTest {

    private static final int MASK = 0x7f000000;
    private static final MarkTable TWO =
            new MarkTable(MASK, new TreeMap<>(Map.of("ens5", 0x01000000, "ens6", 0x02000000)));
    private static final MarkTable THREE =
            new MarkTable(MASK, new TreeMap<>(Map.of("ens5", 0x01000000, "ens6", 0x02000000, "eth0.7@x", 0x7f000000)));

    /** Where no socket may be asked for. */
    private static final Place NOBODY = new Place() {
        @Override
        public <T, X extends Exception> T call(Namespace.Work<T, X> work) {
            throw new AssertionError("a socket was asked for");
        }
    };

    @TempDir
    private Path directory;

    private PrivateHost host;
    private Nftables nftables;

    @BeforeEach
    void aHostWithNft(PrivateHost given) {
        assumeTrue(NftProgram.onThisHost().file().isPresent(), "needs the program nft: apt install nftables");
        host = given;
        nftables = Nftables.in(host.namespace());
    }

    @AfterEach
    void close() {
        if (nftables != null) {
            nftables.close();
        }
    }

    @Test
    void whatIsPutIsReadAgain() throws Exception {
        assertThat(nftables.read()).isEmpty();

        nftables.put(TWO);

        assertThat(nftables.read()).contains(TWO);
        assertThat(nftables.trouble()).isEmpty();
        assertThat(host.run("nft", "list", "table", "inet", "enid"))
                .contains("type filter hook prerouting priority mangle; policy accept;")
                .contains("ct direction original iifname vmap @enis")
                .contains("ct direction reply ct mark & 0x7f000000 vmap @marks")
                .contains("elements = { \"ens5\" : goto remember-0x1000000")
                .contains("comment \"enid: came in by ens6, 0x2000000/0x7f000000\"");
    }

    @Test
    void anotherTakesItsPlaceAndNothingIsLeftOfIt() throws Exception {
        nftables.put(THREE);
        assertThat(nftables.read()).contains(THREE);
        nftables.put(TWO);
        assertThat(nftables.read()).contains(TWO);
        nftables.put(new MarkTable(0xff0, new TreeMap<>(Map.of("ens5", 0x10))));
        assertThat(nftables.read()).contains(new MarkTable(0xff0, new TreeMap<>(Map.of("ens5", 0x10))));
        nftables.put(new MarkTable(MASK, new TreeMap<>()));
        assertThat(nftables.read()).contains(new MarkTable(MASK, new TreeMap<>()));

        nftables.remove();
        assertThat(nftables.read()).isEmpty();
        assertThat(host.run("nft", "list", "ruleset")).isEmpty();
        nftables.remove();
        assertThat(nftables.read()).isEmpty();
    }

    @Test
    void anotherProcessReadsWhatOneHasPut() throws Exception {
        nftables.put(TWO);
        try (Nftables other = Nftables.in(host.namespace())) {
            assertThat(other.read()).contains(TWO);
        }
    }

    @Test
    void withoutTheLibraryTheProgramDoesTheSame() throws Exception {
        Path nft = NftProgram.onThisHost().file().orElseThrow();

        NftProgram.onThisHost().run(Place.in(host.namespace()), nft, new Ruleset(TWO).putting());
        assertThat(nftables.read()).contains(TWO);
        NftProgram.onThisHost().run(Place.in(host.namespace()), nft, Ruleset.removing());
        assertThat(nftables.read()).isEmpty();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NftProgram.onThisHost()
                        .run(Place.in(host.namespace()), nft, "{\"nftables\": [{\"add\": {\"rule\": {}}}]}"))
                .withMessageStartingWith("nft refused it: \"")
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Fault.Kind.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add chain inet enid mine",
                "add set inet enid mine { type mark; }",
                "add map inet enid mine { type mark : verdict; }",
                "add counter inet enid mine",
                "add rule inet enid prerouting accept",
                "insert rule inet enid prerouting accept comment \"enid: first\"",
                "add rule inet enid remember-0x1000000 meta mark set 5",
                "flush chain inet enid answer-0x1000000",
                "flush chain inet enid prerouting",
                "flush table inet enid",
                "add chain inet enid prerouting { policy drop; }",
                "add table inet enid { flags dormant; }",
                "add element inet enid enis { \"ens9\" : jump remember-0x1000000 }",
                "add element inet enid enis { \"ens9\" : accept }",
                "add element inet enid enis { \"ens9\" : goto remember-0x1000000 }",
                "delete element inet enid enis { \"ens5\" }",
                "delete element inet enid marks { 0x02000000 }",
                "add element inet enid marks { 0x03000000 : jump answer-0x1000000 }",
                "add element inet enid marks { 0x03000000 : drop }"
            })
    void whateverSomebodyChangesInItIsSeen(String command) throws Exception {
        nftables.put(TWO);
        assertThat(nftables.read()).contains(TWO);

        assertThat(host.run("nft", command)).isEmpty();
        assertThat(nftables.read()).contains(MarkTable.ALTERED);

        nftables.put(TWO);
        assertThat(nftables.read()).contains(TWO);
    }

    @Test
    void aRuleThatTookTheNumberOfOneOfOursIsSeen() throws Exception {
        nftables.put(TWO);
        String handle = host.run("nft", "-a", "list", "chain", "inet", "enid", "answer-0x2000000")
                .lines()
                .filter(line -> line.contains("comment"))
                .map(line -> line.replaceAll(".*# handle ", ""))
                .findFirst()
                .orElseThrow();
        assertThat(host.run("nft", "replace rule inet enid answer-0x2000000 handle " + handle + " meta mark set 7"))
                .isEmpty();
        assertThat(nftables.read()).contains(MarkTable.ALTERED);
    }

    @Test
    void aTableOfThatNameThatIsNothingOfOursIsTakenForAltered() throws Exception {
        host.run("nft", "add table inet enid");
        assertThat(nftables.read()).contains(MarkTable.ALTERED);
        host.run("nft", "add map inet enid enis { type mark : verdict; }");
        host.run("nft", "add chain inet enid prerouting");
        host.run("nft", "add rule inet enid prerouting accept comment \"0x1\"");
        assertThat(nftables.read()).contains(MarkTable.ALTERED);
        host.run("nft", "delete table inet enid");
        host.run("nft", "add table ip enid");
        assertThat(nftables.read()).isEmpty();
    }

    @Test
    void aTableThatSomebodyFloodsIsReadToItsEndAndNotKept() throws Exception {
        nftables.put(TWO);
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            elements.append(i == 0 ? "" : ", ").append(0x03000000 + i).append(" : jump answer-0x1000000");
        }
        Path file = Files.writeString(directory.resolve("flood"), "add element inet enid marks { " + elements + " }");
        assertThat(host.run("nft", "-f", file.toString())).isEmpty();
        assertThat(nftables.read()).contains(MarkTable.ALTERED);
    }

    @Test
    void whatOthersDoWithMarksIsTold() throws Exception {
        nftables.put(TWO);
        assertThat(nftables.others()).isEmpty();

        host.run("nft", "add table ip web");
        host.run("nft", "add chain ip web forward { type filter hook forward priority 0; }");
        host.run("nft", "add rule ip web forward ct mark and 0xff == 0x10 accept");
        host.run("nft", "add rule ip web forward tcp dport 80 meta mark set meta mark or 0x4000");
        host.run("nft", "add chain ip web quiet");
        host.run("nft", "add rule ip web quiet tcp dport 80 ct state established accept");

        try (Nftables fresh = Nftables.in(host.namespace())) {
            assertThat(fresh.others()).containsExactly(new MarkUse("nftables ip web forward", 0x40ff));
        }
    }

    @Test
    void whatTheOldIptablesDoesIsToldToo() throws Exception {
        assumeTrue(isHere("iptables-legacy"), "needs the program iptables-legacy: apt install iptables");
        host.run("iptables-legacy", "-t", "mangle", "-N", "own");
        assertThat(host.run("iptables-legacy", "-t", "mangle", "-A", "own", "-j", "MARK", "--set-xmark", "0x80/0x80"))
                .isEmpty();
        assertThat(nftables.others()).containsExactly(new MarkUse("iptables-legacy mangle own", 0x80));
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Test
    void whereNothingCanBePutItIsSaidWhatToDo() throws Exception {
        NftProgram nowhere = new NftProgram(List.of(directory), Duration.ofSeconds(1));
        assertThat(nowhere.file()).isEmpty();
        Path slow = Files.writeString(directory.resolve("nft"), "#!/bin/sh\nexec sleep 30\n");
        assertThat(slow.toFile().setExecutable(true)).isTrue();
        assertThat(nowhere.file()).contains(slow);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> nowhere.run(Place.in(host.namespace()), slow, "{}"))
                .withMessageEndingWith("did not end within 1 s")
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Fault.Kind.BUSY));
    }

    private void connection(String source, int mark) {
        assumeTrue(isHere("conntrack"), "needs the program conntrack: apt install conntrack");
        String made = "conntrack -I -p tcp --src " + source + " --dst 172.17.0.2 --sport 5000 --dport 80 --timeout 1000"
                + " --state ESTABLISHED --mark " + mark;
        assertThat(host.run(made.split(" "))).contains("1 flow entries have been created");
    }

    /** Of all connections, in ascending order. */
    private List<Integer> marks() {
        return Pattern.compile(" mark=(\\d+)")
                .matcher(host.run("conntrack", "-L"))
                .results()
                .map(found -> Integer.parseUnsignedInt(found.group(1)))
                .sorted()
                .toList();
    }

    @Test
    void connectionsKeepTheirMarksAsLongAsTheTableStands() throws Exception {
        nftables.put(THREE);
        connection("198.51.100.1", 0x01000001);
        connection("198.51.100.2", 0x7f000002);

        // The third ENI is detached. When it comes back, it has the number that its connections bear.
        nftables.put(TWO);
        nftables.put(TWO);

        assertThat(marks()).containsExactly(0x01000001, 0x7f000002);
    }

    @Test
    void noMarkStaysWhenTheTableGoesAndOthersBitsDo() throws Exception {
        nftables.put(TWO);
        connection("198.51.100.1", 0x01000001);
        // Of an ENI that is not in the table any more.
        connection("198.51.100.2", 0x7f000002);

        nftables.remove();

        assertThat(nftables.read()).isEmpty();
        assertThat(marks()).containsExactly(1, 2);
    }

    @Test
    void underAnotherMaskNothingIsLeftOfTheMarksUnderThisOne() throws Exception {
        nftables.put(TWO);
        connection("198.51.100.1", 0x01000001);
        MarkTable other = new MarkTable(0x0ff00000, new TreeMap<>(Map.of("ens5", 0x01000000)));

        nftables.put(other);

        assertThat(nftables.read()).contains(other);
        assertThat(marks()).containsExactly(1);
    }

    @Test
    void aTableThatOthersChangedStillTellsWhichBitsAreToGo() throws Exception {
        nftables.put(TWO);
        connection("198.51.100.1", 0x01000001);
        assertThat(host.run("nft", "add chain inet enid mine")).isEmpty();
        assertThat(nftables.read()).contains(MarkTable.ALTERED);

        nftables.remove();

        assertThat(nftables.read()).isEmpty();
        assertThat(marks()).containsExactly(1);
    }

    /** A mask is believed where enid wrote it: with one that somebody else did, all marks of the host might go. */
    @Test
    void aMaskThatOthersWroteIsNotBelieved() throws Exception {
        connection("198.51.100.1", 0x01000001);
        host.run("nft", "add table inet enid");
        host.run("nft", "add chain inet enid prerouting");
        host.run("nft", "add rule inet enid prerouting accept comment \"all of 0xffffffff\"");

        nftables.remove();

        assertThat(nftables.read()).isEmpty();
        assertThat(marks()).containsExactly(0x01000001);
    }

    /** Or enid is killed there: the table tells whoever comes next. */
    @Test
    void whereMarksCannotBeClearedATableStaysThatMarksNothing() throws Exception {
        nftables.put(TWO);
        connection("198.51.100.1", 0x01000001);
        Connections refused = _ -> {
            throw new LinuxException(Errno.ENOBUFS, "conntrack --update");
        };
        try (Nftables failing = with(refused)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(Refusal.class)
                        .isThrownBy(failing::remove)
                        .withMessage(
                                "the table marks nothing any more, and stays until connections are rid of 0x7f000000"
                                        + " in their marks: conntrack --update: no buffer space (ENOBUFS)")
                        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Fault.Kind.REFUSED));
                assertThat(failing.read()).contains(new MarkTable(MASK, new TreeMap<>()));
            }
        }
        assertThat(marks()).containsExactly(0x01000001);

        nftables.remove();

        assertThat(nftables.read()).isEmpty();
        assertThat(marks()).containsExactly(1);
    }

    private Nftables with(Connections connections) {
        return new KernelNftables(
                Place.in(host.namespace()),
                NftProgram.onThisHost(),
                new KernelModule(Path.of("/")),
                connections,
                System::nanoTime);
    }

    @Test
    void marksAreClearedWhenNothingSetsThemAnyMore() throws Exception {
        nftables.put(TWO);
        List<String> seen = new ArrayList<>();
        Connections looking = bits -> seen.add(bits + " " + host.run("nft", "list", "map", "inet", "enid", "enis"));
        try (Nftables watched = with(looking)) {
            watched.remove();
        }
        assertThat(seen)
                .singleElement()
                .asString()
                .startsWith(MASK + " table inet enid")
                .doesNotContain("elements");
    }

    @Test
    void aLinkWhoseNameWouldStandForOthersIsRefused() {
        for (String name : List.of("ens*", "@enis", "", "a b", "0123456789abcdef")) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> nftables.put(new MarkTable(MASK, new TreeMap<>(Map.of(name, 0x01000000)))));
        }
    }

    @Test
    void aKernelWhoseModuleIsNotLoadedIsNotAskedAnything() throws Exception {
        Files.createDirectories(directory.resolve("proc/sys/kernel"));
        Files.writeString(directory.resolve("proc/sys/kernel/osrelease"), "6.1.0-18-amd64\n");
        Path modules = Files.createDirectories(directory.resolve("lib/modules/6.1.0-18-amd64"));
        Files.writeString(modules.resolve("modules.builtin"), "kernel/net/ipv4/tunnel4.ko\n");
        KernelModule module = new KernelModule(directory);
        assertThat(module.mayBeThere()).isFalse();
        try (Nftables careful =
                new KernelNftables(NOBODY, NftProgram.onThisHost(), module, Connections.in(NOBODY), System::nanoTime)) {
            assertThat(careful.read()).isEqualTo(Optional.empty());
            assertThat(careful.trouble()).isEmpty();
        }
        Files.createDirectories(directory.resolve("sys/module/nf_tables"));
        assertThat(module.mayBeThere()).isTrue();
        Files.writeString(modules.resolve("modules.builtin"), "kernel/net/netfilter/nf_tables.ko\n");
        Files.delete(directory.resolve("sys/module/nf_tables"));
        assertThat(new KernelModule(directory).mayBeThere()).isTrue();
    }
}
