package dev.enid.agent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Records go out as JSON and come back as they were. */
class JsonTest {

    record Took(double ms, Optional<Double> longest) {}

    record Leaf(String interface_, long count) {}

    record Tree(
            String name,
            Optional<Integer> table,
            boolean up,
            List<Leaf> leaves,
            Optional<Leaf> first,
            List<String> words) {

        Tree {
            if (name.equals("refused")) {
                throw new IllegalArgumentException("no such name");
            }
        }
    }

    private static final Tree TREE = new Tree(
            "eth1",
            Optional.empty(),
            true,
            List.of(new Leaf("eth1", -1), new Leaf("", 1L << 40)),
            Optional.of(new Leaf("a\"b\n\u001b", 0)),
            List.of());

    @Test
    void onOneLine() {
        assertThat(Json.line(TREE)).isEqualTo("""
                {"name":"eth1","table":null,"up":true,"leaves":[{"interface":"eth1","count":-1},{"interface":"",\
                "count":1099511627776}],"first":{"interface":"a\\"b\\n\\u001B","count":0},"words":[]}""");
    }

    @Test
    void indented() {
        assertThat(Json.pretty(new Tree(
                        "a", Optional.of(10001), false, List.of(new Leaf("b", 1)), Optional.empty(), List.of("c"))))
                .isEqualTo("""
                        {
                          "name": "a",
                          "table": 10001,
                          "up": false,
                          "leaves": [
                            {
                              "interface": "b",
                              "count": 1
                            }
                          ],
                          "first": null,
                          "words": [
                            "c"
                          ]
                        }
                        """);
    }

    @Test
    void aMapIsAnObjectWithItsKeysInItsOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Version", "1");
        map.put("aws:ResourceTag/a \"b\"", List.of(Map.of("é", new Leaf("c", 2))));

        assertThat(Json.pretty(map)).isEqualTo("""
                {
                  "Version": "1",
                  "aws:ResourceTag/a \\"b\\"": [
                    {
                      "é": {
                        "interface": "c",
                        "count": 2
                      }
                    }
                  ]
                }
                """);
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("trees") Tree tree) throws JsonFault {
        assertThat(Json.read(Tree.class, Json.line(tree))).isEqualTo(tree);
        assertThat(Json.read(Tree.class, Json.pretty(tree))).isEqualTo(tree);
    }

    @Provide
    Arbitrary<Tree> trees() {
        Arbitrary<Leaf> leaves =
                Combinators.combine(Arbitraries.strings(), Arbitraries.longs()).as(Leaf::new);
        return Combinators.combine(
                        Arbitraries.strings().filter(text -> !text.equals("refused")),
                        Arbitraries.integers().optional(),
                        Arbitraries.of(true, false),
                        leaves.list().ofMaxSize(4),
                        leaves.optional(),
                        Arbitraries.strings().list().ofMaxSize(4))
                .as(Tree::new);
    }

    @Property
    void fractionsTooAreReadBack(@ForAll double ms) throws JsonFault {
        Took took = new Took(ms, Optional.of(-ms));

        assertThat(Json.read(Took.class, Json.line(took))).isEqualTo(took);
        assertThat(Json.read(Took.class, "{\"ms\":1}")).isEqualTo(new Took(1, Optional.empty()));
    }

    @Test
    void keysOfALaterVersionArePassedOver() throws JsonFault {
        assertThat(Json.read(Leaf.class, "{\"new\":{\"deep\":[1,2]},\"interface\":\"x\",\"count\":1}"))
                .isEqualTo(new Leaf("x", 1));
    }

    @Test
    void anOptionalMayBeLeftOutAndNothingElse() throws JsonFault {
        assertThat(Json.read(Tree.class, "{\"name\":\"a\",\"up\":false,\"leaves\":[],\"words\":[]}"))
                .isEqualTo(new Tree("a", Optional.empty(), false, List.of(), Optional.empty(), List.of()));
        assertRefused(Leaf.class, "{\"interface\":\"x\"}", "no count");
    }

    @Test
    void aValueOfAnotherTypeIsNamed() {
        assertRefused(Leaf.class, "{\"interface\":7,\"count\":1}", "interface is not a string");
        assertRefused(Leaf.class, "{\"interface\":\"x\",\"count\":\"1\"}", "count is not a whole number");
        assertRefused(Leaf.class, "{\"interface\":\"x\",\"count\":1.5}", "count is not a whole number");
        assertRefused(Leaf.class, "{\"interface\":null,\"count\":1}", "interface is not a string");
        assertRefused(Tree.class, "{\"leaves\":{}}", "leaves is not an array");
        assertRefused(Tree.class, "{\"up\":\"yes\"}", "up is not true or false");
        assertRefused(Leaf.class, "[]", "the text is not an object");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertRefused(Leaf.class, "", "the text is not an object");
        assertRefused(Leaf.class, "{\"interface\":", "not JSON");
        assertRefused(Leaf.class, "{\"interface\":\"x\",\"count\":1} {}", "there is more");
        assertRefused(Leaf.class, "{\"interface\":\"x\",\"count\":99999999999999999999999}", "not JSON");
        assertRefused(Leaf.class, "\u0000\u0001\u0002", "not JSON");
        assertRefused(Leaf.class, "{\"x\":" + "[".repeat(100_000), "not JSON");
    }

    @Test
    void aRecordMayRefuseItsValues() {
        assertRefused(Tree.class, "{\"name\":\"refused\",\"up\":false,\"leaves\":[],\"words\":[]}", "no such name");
    }

    private static void assertRefused(Class<? extends Record> type, String text, String why) {
        assertThatThrownBy(() -> Json.read(type, text))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining(why);
    }
}
