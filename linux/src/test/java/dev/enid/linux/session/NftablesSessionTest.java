package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.linux.nftables.Libnftables;
import dev.enid.linux.session.NftablesSession.At;
import dev.enid.linux.wire.NftablesElement;
import dev.enid.linux.wire.NftablesMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PrivateNetwork.Extension.class)
@Timeout(60)
class NftablesSessionTest {

    private static final String TABLE = """
            add table inet enid
            add chain inet enid out
            add map inet enid marks { type mark : verdict; elements = { 0x10 : jump out }; }
            add chain inet enid in { type filter hook prerouting priority -150; }
            add rule inet enid in ct mark vmap @marks comment "first"
            add rule inet enid in accept
            """;

    @BeforeEach
    void nftIsThere(PrivateNetwork network) {
        assumeTrue(
                network.run("nft", "--version").startsWith("nftables"), "needs the program nft: apt install nftables");
    }

    private static void nft(PrivateNetwork network, String commands) {
        assertThat(network.run("nft", commands)).isEmpty();
    }

    @Test
    void aTableIsReadAsItIsAtOneGeneration(PrivateNetwork network) throws Exception {
        try (NftablesSession session = network.namespace().call(NftablesSession::open)) {
            At<Optional<NftablesTable>> none = session.table("enid", List.of("marks", "more"));
            assertThat(none.value()).isEmpty();
            assertThat(none.generation()).isEqualTo(session.generation());

            nft(network, TABLE);

            assertThat(session.generation()).isNotEqualTo(none.generation());
            NftablesTable table =
                    session.table("enid", List.of("marks", "more")).value().orElseThrow();
            assertThat(table.whole()).isTrue();
            assertThat(table.objects()).isEqualTo(3);
            assertThat(table.chains())
                    .extracting(chain -> chain.chain().orElseThrow())
                    .containsExactly("out", "in");
            assertThat(table.rules())
                    .extracting(NftablesMessage::comment)
                    .containsExactly(Optional.of("first"), Optional.empty());
            assertThat(table.maps()).containsOnlyKeys("marks");
            assertThat(table.maps().get("marks"))
                    .containsExactly(new NftablesElement("\u0010", OptionalInt.of(0x10), Optional.of("out")));

            nft(network, "flush ruleset");
            assertThat(session.table("enid", List.of()).value()).isEmpty();
        }
    }

    @Test
    void otherTablesAreNoneOfItsBusiness(PrivateNetwork network) throws Exception {
        nft(network, "add table ip enid");
        nft(network, "add table inet other");
        nft(network, "add chain inet other in");
        try (NftablesSession session = network.namespace().call(NftablesSession::open)) {
            assertThat(session.table("enid", List.of()).value()).isEmpty();
            nft(network, "add table inet enid");
            NftablesTable table = session.table("enid", List.of()).value().orElseThrow();
            assertThat(table.chains()).isEmpty();
            assertThat(table.rules()).isEmpty();
        }
    }

    @Test
    void marksAreToldChainByChain(PrivateNetwork network) throws Exception {
        nft(network, TABLE);
        nft(network, """
                add table ip6 web
                add chain ip6 web one
                add rule ip6 web one ct mark and 0xf == 1 accept
                add rule ip6 web one meta mark and 0xf0 == 0x10 accept
                add chain ip6 web two
                add rule ip6 web two meta mark set 7
                add chain ip6 web three
                add rule ip6 web three tcp dport 22 accept
                """);
        try (NftablesSession session = network.namespace().call(NftablesSession::open)) {
            assertThat(session.marks("enid"))
                    .containsExactly(
                            new NftablesMarks(10, "web", "one", 0xff), new NftablesMarks(10, "web", "two", 0xffffffff));
            assertThat(session.marks("web")).hasSize(3);
        }
    }

    @Test
    void theLibraryCarriesOutAllOrNothing(PrivateNetwork network) throws Exception {
        Optional<Libnftables> opened = network.namespace().call(Libnftables::open);
        assumeTrue(opened.isPresent(), "needs libnftables.so.1: apt install libnftables1");
        try (Libnftables library = opened.orElseThrow()) {
            String chain = "{\"add\": {\"chain\": {\"family\": \"inet\", \"table\": \"enid\", \"name\": \"%s\"}}}";
            String table = "{\"add\": {\"table\": {\"family\": \"inet\", \"name\": \"enid\"}}}";
            assertThat(library.run("{\"nftables\": [" + table + ", " + chain.formatted("a") + "]}"))
                    .isEqualTo(new Libnftables.Answer(true, ""));
            Libnftables.Answer refused = library.run("{\"nftables\": [" + chain.formatted("b")
                    + ", {\"delete\": {\"chain\": {\"family\": \"inet\", \"table\": \"enid\", \"name\": \"none\"}}}]}");
            assertThat(refused.done()).isFalse();
            assertThat(refused.words()).contains("No such file or directory");
            assertThat(library.run("no JSON").done()).isFalse();
            assertThat(library.run("{\"nftables\": [" + chain.formatted("c") + "]}")
                            .done())
                    .isTrue();
            assertThat(network.run("nft", "list", "chains"))
                    .contains("chain a", "chain c")
                    .doesNotContain("chain b");
        }
    }
}
