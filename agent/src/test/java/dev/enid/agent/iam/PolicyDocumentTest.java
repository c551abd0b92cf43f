package dev.enid.agent.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enid.agent.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator grants who lets a host move things, and what not. */
class PolicyDocumentTest {

    private static final Scope ANYWHERE =
            new Scope(Partition.AWS, Optional.empty(), Optional.empty(), Optional.empty());

    private static Scope tagged(Tag tag) {
        return new Scope(Partition.AWS, Optional.empty(), Optional.empty(), Optional.of(tag));
    }

    private static List<Statement> statements(Scope scope, Purpose... purposes) {
        return PolicyDocument.of(Set.of(purposes), scope).statements();
    }

    private static List<Statement> changes(Scope scope, Purpose... purposes) {
        return statements(scope, purposes).stream()
                .filter(each -> !each.sid().equals("EnidDescribe"))
                .toList();
    }

    private static List<String> names(String words) {
        return Stream.of(words.split(" ")).map(each -> "ec2:" + each).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MOVE_ENI        | DescribeInstanceTypes DescribeInstances DescribeNetworkInterfaces
            MOVE_ADDRESS    | DescribeInstanceTypes DescribeInstances DescribeNetworkInterfaces DescribeSubnets
            MOVE_IPV6       | DescribeInstanceTypes DescribeInstances DescribeNetworkInterfaces DescribeSubnets
            MOVE_PREFIX     | DescribeInstanceTypes DescribeInstances DescribeNetworkInterfaces DescribeSubnets
            MOVE_ELASTIC_IP | DescribeAddresses DescribeInstances DescribeNetworkInterfaces
            MOVE_ROUTE      | DescribeInstances DescribeNetworkInterfaces DescribeRouteTables
            """)
    void eachMoveReadsWhatItDecidesBy(Purpose purpose, String reads) {
        assertThat(statements(ANYWHERE, purpose).getFirst())
                .isEqualTo(new Statement("EnidDescribe", names(reads), List.of("*"), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MOVE_ENI        | AttachNetworkInterface DetachNetworkInterface            | instance network-interface
            MOVE_ADDRESS    | AssignPrivateIpAddresses                                 | network-interface
            MOVE_IPV6       | AssignIpv6Addresses UnassignIpv6Addresses                | network-interface
            MOVE_PREFIX     | AssignIpv6Addresses AssignPrivateIpAddresses UnassignIpv6Addresses \
            UnassignPrivateIpAddresses | network-interface
            MOVE_ELASTIC_IP | AssociateAddress                            | elastic-ip instance network-interface
            MOVE_ROUTE      | ReplaceRoute                                | route-table
            """)
    void eachMoveChangesWhatItIsAboutAndNothingElse(Purpose purpose, String actions, String types) {
        List<Statement> changes = changes(ANYWHERE, purpose);

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().actions()).isEqualTo(names(actions));
        assertThat(changes.getFirst().resources())
                .isEqualTo(Stream.of(types.split(" "))
                        .map(type -> "arn:aws:ec2:*:*:" + type + "/*")
                        .toList());
        assertThat(changes.getFirst().conditions()).isEmpty();
    }

    @Test
    void allMovesTogetherTakeAStatementForEachKindOfResources() {
        assertThat(statements(ANYWHERE, Purpose.values()))
                .extracting(Statement::sid, each -> String.join(" ", each.actions()))
                .containsExactly(
                        tuple(
                                "EnidDescribe",
                                "ec2:DescribeAddresses ec2:DescribeInstanceTypes ec2:DescribeInstances"
                                        + " ec2:DescribeNetworkInterfaces ec2:DescribeRouteTables ec2:DescribeSubnets"),
                        tuple(
                                "EnidChangeInstanceNetworkInterface",
                                "ec2:AttachNetworkInterface ec2:DetachNetworkInterface"),
                        tuple(
                                "EnidChangeNetworkInterface",
                                "ec2:AssignIpv6Addresses ec2:AssignPrivateIpAddresses ec2:UnassignIpv6Addresses"
                                        + " ec2:UnassignPrivateIpAddresses"),
                        tuple("EnidChangeElasticIpInstanceNetworkInterface", "ec2:AssociateAddress"),
                        tuple("EnidChangeRouteTable", "ec2:ReplaceRoute"));
    }

    /** Whichever purposes are put together: nothing stands there twice, and each is as much allowed as it is alone. */
    @Property
    void aUnionAllowsWhatItsPartsAllow(@ForAll("purposes") Set<Purpose> purposes) {
        List<Statement> union = PolicyDocument.of(purposes, ANYWHERE).statements();

        assertThat(union).extracting(Statement::sid).doesNotHaveDuplicates();
        assertThat(union).extracting(Statement::resources).doesNotHaveDuplicates();
        assertThat(union.stream().flatMap(each -> each.actions().stream())).doesNotHaveDuplicates();
        assertThat(allowed(union))
                .isEqualTo(purposes.stream()
                        .flatMap(each -> allowed(statements(ANYWHERE, each)).stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Provide
    Arbitrary<Set<Purpose>> purposes() {
        return Arbitraries.of(Purpose.class).set().ofMinSize(1);
    }

    /** Each action with each of its resources. */
    private static Set<String> allowed(List<Statement> statements) {
        return statements.stream()
                .flatMap(each -> each.actions().stream()
                        .flatMap(action -> each.resources().stream().map(resource -> action + " on " + resource)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource(Ec2Action.class)
    void onlyWhatReadsIsAllowedOnEverything(Ec2Action action) {
        assertThat(action.reads()).isEqualTo(action.text().startsWith("ec2:Describe"));
        Statement statement = statements(ANYWHERE, Purpose.values()).stream()
                .filter(each -> each.actions().contains(action.text()))
                .findFirst()
                .orElseThrow();
        assertThat(statement.resources().contains("*")).isEqualTo(action.reads());
        assertThat(statement.resources())
                .hasSize(Math.max(1, action.resourceTypes().size()));
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void aTagIsAskedOfAllThatIsChangedAndOfNothingThatIsRead(Purpose purpose) {
        Scope movable = tagged(new Tag("enid", "movable"));

        assertThat(changes(movable, purpose))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.conditions())
                        .containsExactly(new Condition("aws:ResourceTag/enid", "movable")));
        assertThat(statements(movable, purpose).getFirst().conditions())
                .as("Describe calls know no tags")
                .isEmpty();
    }

    @Test
    void aTagValueIsTakenAsItStandsNotAsAPolicyVariable() {
        Statement change = changes(tagged(new Tag("owner", "${aws:username} $5 *")), Purpose.MOVE_ROUTE)
                .getFirst();

        assertThat(change.conditions())
                .containsExactly(new Condition("aws:ResourceTag/owner", "${$}{aws:username} $5 *"));
    }

    @Test
    void aRegionIsInTheArnsAndWhereThereIsNoneInACondition() {
        Scope scope =
                new Scope(Partition.AWS_CN, Optional.of("cn-north-1"), Optional.of("123456789012"), Optional.empty());

        assertThat(statements(scope, Purpose.MOVE_ROUTE))
                .containsExactly(
                        new Statement(
                                "EnidDescribe",
                                names("DescribeInstances DescribeNetworkInterfaces DescribeRouteTables"),
                                List.of("*"),
                                List.of(new Condition("ec2:Region", "cn-north-1"))),
                        new Statement(
                                "EnidChangeRouteTable",
                                names("ReplaceRoute"),
                                List.of("arn:aws-cn:ec2:cn-north-1:123456789012:route-table/*"),
                                List.of()));
    }

    static Stream<Scope> scopes() {
        Tag odd = new Tag("a \"b\"", "\\ é ${x}");
        return Stream.of(
                ANYWHERE,
                tagged(odd),
                new Scope(
                        Partition.AWS_US_GOV,
                        Optional.of("us-gov-west-1"),
                        Optional.of("000000000001"),
                        Optional.of(odd)));
    }

    /** IAM's grammar: keys in any order, Sid of letters and digits and unique, each action of a service. */
    @ParameterizedTest
    @MethodSource("scopes")
    void theJsonIsAPolicy(Scope scope) throws Exception {
        PolicyDocument document = PolicyDocument.of(EnumSet.allOf(Purpose.class), scope);

        JsonNode policy = new ObjectMapper().readTree(Json.pretty(document.json()));

        assertThat(policy.properties().stream().map(Map.Entry::getKey)).containsExactly("Version", "Statement");
        assertThat(policy.at("/Version").asText()).isEqualTo("2012-10-17");
        assertThat(policy.at("/Statement")).hasSize(document.statements().size());
        for (int i = 0; i < document.statements().size(); i++) {
            Statement expected = document.statements().get(i);
            JsonNode statement = policy.at("/Statement/" + i);
            assertThat(statement.path("Sid").asText()).matches("[A-Za-z0-9]+").isEqualTo(expected.sid());
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            assertThat(statement.path("Action"))
                    .allSatisfy(each -> assertThat(each.asText()).matches("ec2:[A-Za-z0-9]+"));
            assertThat(texts(statement.path("Action"))).isEqualTo(expected.actions());
            assertThat(texts(statement.path("Resource"))).isEqualTo(expected.resources());
            assertThat(statement.path("Condition").path("StringEquals").properties().stream()
                            .map(each ->
                                    new Condition(each.getKey(), each.getValue().asText())))
                    .isEqualTo(expected.conditions());
            assertThat(statement.has("Condition"))
                    .as("an empty one is not written")
                    .isEqualTo(!expected.conditions().isEmpty());
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    @Test
    void aPolicyForNothingIsNone() {
        assertThatThrownBy(() -> PolicyDocument.of(Set.of(), ANYWHERE)).isInstanceOf(IllegalArgumentException.class);
    }
}
