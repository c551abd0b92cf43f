package dev.enid.linux.wire;

import java.util.Map;

/** What the attributes of nf_tables' messages look like, as far as they are read: NFTA_* of linux/netfilter/nf_tables.h. */
final class NftablesPolicies {

    /** NFTA_EXPR_NAME, NFTA_EXPR_DATA. */
    static final int NAME = 1;

    static final int DATA = 2;

    /** NFTA_LIST_ELEM. */
    static final int ELEMENT = 1;

    /** NFTA_DATA_VALUE, NFTA_DATA_VERDICT. */
    static final int VALUE = 1;

    static final int VERDICT = 2;

    /** NFTA_VERDICT_CODE, NFTA_VERDICT_CHAIN. */
    static final Policy JUMP =
            Policy.named("verdict").of(Shape.U32, 1).of(Shape.TEXT, 2).build();

    static final Policy DATUM =
            Policy.named("data").of(Shape.nested(JUMP), VERDICT).build();

    private static final Policy META =
            Policy.named("meta").of(Shape.U32, 1, 2, 3).build();

    private static final Policy CT =
            Policy.named("ct").of(Shape.U32, 1, 2, 4).of(Shape.U8, 3).build();

    private static final Policy BITWISE = Policy.named("bitwise")
            .of(Shape.U32, 1, 2, 3, 6, 8)
            .of(Shape.nested(DATUM), 4, 5, 7)
            .build();

    private static final Policy CMP =
            Policy.named("cmp").of(Shape.U32, 1, 2).of(Shape.nested(DATUM), 3).build();

    private static final Policy LOOKUP =
            Policy.named("lookup").of(Shape.TEXT, 1).of(Shape.U32, 2, 3).build();

    private static final Policy DYNSET =
            Policy.named("dynset").of(Shape.TEXT, 1).of(Shape.U32, 2, 3, 4, 5).build();

    private static final Policy XTABLES =
            Policy.named("xtables").of(Shape.TEXT, 1).of(Shape.U32, 2).build();

    /** Of expressions that say in one attribute which register they write. */
    private static final Policy FIRST =
            Policy.named("expression data").of(Shape.U32, 1).build();

    private static final Policy SECOND =
            Policy.named("expression data").of(Shape.U32, 1, 2).build();

    private static final Map<String, Policy> BY_NAME = Map.ofEntries(
            Map.entry("meta", META),
            Map.entry("ct", CT),
            Map.entry("bitwise", BITWISE),
            Map.entry("cmp", CMP),
            Map.entry("range", FIRST),
            Map.entry("immediate", FIRST),
            Map.entry("lookup", LOOKUP),
            Map.entry("dynset", DYNSET),
            Map.entry("match", XTABLES),
            Map.entry("target", XTABLES),
            Map.entry("payload", FIRST),
            Map.entry("exthdr", FIRST),
            Map.entry("fib", FIRST),
            Map.entry("rt", FIRST),
            Map.entry("numgen", FIRST),
            Map.entry("osf", FIRST),
            Map.entry("xfrm", FIRST),
            Map.entry("hash", SECOND),
            Map.entry("byteorder", SECOND),
            Map.entry("socket", SECOND),
            Map.entry("tunnel", SECOND));

    /** An expression; what its data look like depends on its name. */
    static final Policy EXPRESSION =
            Policy.named("expression").of(Shape.TEXT, NAME).build();

    static final Policy EXPRESSIONS = Policy.named("expressions")
            .of(NftablesPolicies::checkExpression, ELEMENT)
            .build();

    private NftablesPolicies() {}

    /** Of the data of the expression of that name. */
    static Policy data(String expression) {
        return BY_NAME.getOrDefault(expression, Policy.ANY);
    }

    private static void checkExpression(byte[] bytes, int from, int to) throws DecodeFault {
        Attributes expression = Attributes.decode(EXPRESSION, bytes, from, to);
        byte[] data = expression.value(DATA).orElse(new byte[0]);
        data(expression.text(NAME).orElse("")).check(data, 0, data.length);
    }

    /** NFTA_TABLE_NAME, _FLAGS, _USE. */
    static final Policy TABLE =
            Policy.named("table").of(Shape.TEXT, 1).of(Shape.U32, 2, 3).build();

    /** NFTA_HOOK_HOOKNUM, _PRIORITY. */
    static final Policy HOOK = Policy.named("hook").of(Shape.U32, 1, 2).build();

    /** NFTA_CHAIN_TABLE, _NAME, _HOOK, _POLICY, _TYPE. */
    static final Policy CHAIN = Policy.named("chain")
            .of(Shape.TEXT, 1, 3, 7)
            .of(Shape.nested(HOOK), 4)
            .of(Shape.U32, 5)
            .build();

    /** NFTA_RULE_TABLE, _CHAIN, _EXPRESSIONS; _USERDATA is 7. */
    static final Policy RULE = Policy.named("rule")
            .of(Shape.TEXT, 1, 2)
            .of(Shape.nested(EXPRESSIONS), 4)
            .build();

    /** NFTA_SET_ELEM_KEY, _DATA. */
    static final Policy SET_ELEMENT =
            Policy.named("element").of(Shape.nested(DATUM), 1, 2).build();

    static final Policy SET_ELEMENTS =
            Policy.named("elements").of(Shape.nested(SET_ELEMENT), ELEMENT).build();

    /** NFTA_SET_ELEM_LIST_TABLE, _SET, _ELEMENTS. */
    static final Policy SET_ELEMENT_LIST = Policy.named("elements of a set")
            .of(Shape.TEXT, 1, 2)
            .of(Shape.nested(SET_ELEMENTS), 3)
            .build();

    /** NFTA_GEN_ID. */
    static final Policy GENERATION = Policy.named("generation").of(Shape.U32, 1).build();

    /** Sets, stateful objects and flow tables: the table's name is the first of all of them. */
    static final Policy OTHER = Policy.named("nf_tables").of(Shape.TEXT, 1).build();
}
