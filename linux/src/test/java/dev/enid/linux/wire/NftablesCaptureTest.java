package dev.enid.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NftablesCaptureTest {

    private static final int ALL = 0xffffffff;

    /** What nft lists a table with, of which iptables-nft's is one. */
    private static List<NftablesMessage> listed(String command) {
        return Capture.of(command).answers(NftablesMessage.class);
    }

    private static List<NftablesMessage> rules(String command) {
        return listed(command).stream()
                .filter(message -> message.kind() == NftablesMessage.NEW_RULE)
                .toList();
    }

    private static List<NftablesMessage> heard(String during) {
        return listed("nft monitor, during: " + during);
    }

    @Test
    void aTableTellsHowMuchIsInItAndWhetherItIsInForce() {
        NftablesMessage ours = listed("nft list table inet enid").get(1);
        assertThat(ours.table()).contains("enid");
        assertThat(ours.header().family()).isEqualTo(NftablesQuery.INET);
        assertThat(ours.tableUse()).isEqualTo(4);
        assertThat(ours.tableFlags()).isZero();
        assertThat(listed("nft list table inet other").get(1).tableFlags()).isEqualTo(1);
    }

    @Test
    void aQuestionIsAskedAsNftAsksIt() {
        Capture listing = Capture.of("nft list table inet other");
        assertThat(listing.request(NftablesMessage.class))
                .isEqualTo(NftablesQuery.generation().message());
        Envelope table = listing.toKernel().stream()
                .flatMap(hex -> Capture.decoded(HexFormat.of().parseHex(hex)).stream())
                .filter(envelope -> envelope.type() == (10 << 8 | NftablesMessage.GET_TABLE))
                .findFirst()
                .orElseThrow();
        NftablesMessage asked = (NftablesMessage) table.message();
        NftablesMessage ours = NftablesQuery.table("other").message();
        assertThat(asked.header()).isEqualTo(ours.header());
        assertThat(asked.attributes().toString()).isEqualTo(ours.attributes().toString());
    }

    @Test
    void aChainTellsWhereItHangs() {
        Map<String, NftablesMessage> chains = listed("nft list table inet enid").stream()
                .filter(message -> message.kind() == NftablesMessage.NEW_CHAIN)
                .collect(Collectors.toMap(chain -> chain.chain().orElseThrow(), chain -> chain));
        assertThat(chains.get("answer"))
                .satisfies(chain -> assertThat(chain.hook()).isEmpty());
        assertThat(chains.get("prerouting")).satisfies(chain -> {
            assertThat(chain.hook()).contains(new NftablesMessage.Hook(0, -150));
            assertThat(chain.chainType()).isEqualTo("filter");
            assertThat(chain.accepts()).isTrue();
        });
    }

    @Test
    void aMapTellsWhichChainEachKeyLeadsTo() {
        assertThat(listed("nft list table inet enid").stream().flatMap(message -> message.elements().stream()))
                .containsExactlyInAnyOrder(
                        new NftablesElement("ens6", OptionalInt.empty(), Optional.empty()),
                        new NftablesElement("ens5", OptionalInt.empty(), Optional.of("answer")),
                        new NftablesElement("\0\0\0\1", OptionalInt.of(0x1000000), Optional.of("answer")));
    }

    @Test
    void aRuleTellsItsCommentAndWhichBitsItUses() {
        assertThat(rules("nft list table inet enid"))
                .satisfiesExactly(
                        rule -> {
                            assertThat(rule.chain()).contains("answer");
                            assertThat(rule.comment()).contains("enid: to leave by ens5");
                            assertThat(rule.markBits()).isEqualTo(0x7f000000);
                        },
                        rule -> {
                            assertThat(rule.chain()).contains("prerouting");
                            assertThat(rule.comment()).isEmpty();
                            assertThat(rule.markBits()).isEqualTo(0x7f000000);
                        });
    }

    @Test
    void marksAreFollowedThroughEveryKindOfRule() {
        Map<String, Integer> bits = rules("nft list table ip web").stream()
                .collect(Collectors.toMap(rule -> rule.comment().orElseThrow(), NftablesMessage::markBits));
        assertThat(bits)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("tests all", ALL),
                        Map.entry("tests 0xff", 0xff),
                        Map.entry("compares 0xff0000", 0xff0000),
                        Map.entry("sets all", ALL),
                        Map.entry("sets 0x4000", 0x4000),
                        Map.entry("clears 0xff00", 0xff00),
                        Map.entry("flips 0x300", 0x300),
                        Map.entry("copies all", ALL),
                        Map.entry("saves all", ALL),
                        Map.entry("looks all up", ALL),
                        Map.entry("looks 0xf0 up", 0xf0),
                        Map.entry("looks up, joined", ALL),
                        Map.entry("sets by a map", ALL),
                        Map.entry("a range of 0xff00", 0xff00),
                        Map.entry("sets by turns", ALL),
                        Map.entry("nothing of marks", 0),
                        Map.entry("nothing of marks either", 0)));
    }

    @Test
    void whatIptablesDoesIsReadFromItsStructures() {
        assertThat(rules("iptables-nft -t mangle -S PREROUTING"))
                .extracting(NftablesMessage::markBits)
                .containsExactly(0x4000, 0x80, 0x3000000, 0x300, 0xff, 0xff, 0xf00);
    }

    @Test
    void eachTransactionIsAnotherGeneration() {
        List<Integer> generations = heard("nft add table inet enid").stream()
                .flatMap(message -> message.generation().stream().boxed())
                .toList();
        assertThat(generations).startsWith(1).endsWith(2);
    }

    @Test
    void whatIsHeardNamesItsTable() {
        assertThat(heard("nft add element inet enid enis { \"ens7\" : jump answer }")
                        .getLast()
                        .generation())
                .isPresent();
        assertThat(last(heard("nft add element inet enid enis { \"ens7\" : jump answer }")))
                .contains("enid");
        assertThat(last(heard("nft delete element inet enid enis { \"ens7\" }")))
                .contains("enid");
        assertThat(heard("nft flush ruleset").stream().skip(30).flatMap(message -> message.table().stream()))
                .contains("enid", "web", "mangle", "other");
    }

    /** The last but one tells of the generation. */
    private static Optional<String> last(List<NftablesMessage> heard) {
        return heard.get(heard.size() - 2).table();
    }
}
