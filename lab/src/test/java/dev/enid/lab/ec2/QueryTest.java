package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    @Test
    void aFormIsReadWithItsListsInOrder() throws Ec2Fault {
        Query query = Query.parse("Action=DescribeNetworkInterfaces&Version=2016-11-15&NetworkInterfaceId.2=eni-b"
                + "&NetworkInterfaceId.1=eni-a&NetworkInterfaceId.10=eni-c&Filter.1.Name=tag%3Arole"
                + "&Filter.1.Value.1=a+b%26c&Filter.1.Value.2=%C3%A4&DryRun=true&MaxResults=7");

        assertThat(query.required("Action")).isEqualTo("DescribeNetworkInterfaces");
        assertThat(query.list("NetworkInterfaceId")).containsExactly("eni-a", "eni-b", "eni-c");
        List<Query> filters = query.members("Filter");
        assertThat(filters).hasSize(1);
        assertThat(filters.getFirst().required("Name")).isEqualTo("tag:role");
        assertThat(filters.getFirst().list("Value")).containsExactly("a b&c", "ä");
        assertThat(query.flag("DryRun")).isTrue();
        assertThat(query.flag("Force")).isFalse();
        assertThat(query.number("MaxResults")).hasValue(7);
        assertThat(query.number("SecondaryPrivateIpAddressCount")).isEmpty();
        assertThat(query.list("InstanceId")).isEmpty();
    }

    @Test
    void whatIsMissingOrNoValueIsNamedWithItsPath() throws Ec2Fault {
        Query query = Query.parse("DryRun=yes&DeviceIndex=one&Filter.3.Value.1=x&Filter.x.Name=y&Empty=");

        assertThatThrownBy(() -> query.required("Empty")).hasMessageContaining("Empty");
        assertThatThrownBy(() -> query.flag("DryRun")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> query.number("DeviceIndex")).hasMessageContaining("(one)");
        assertThatThrownBy(() -> query.members("Filter")).hasMessageContaining("Filter.x");
        Query filters = Query.parse("Filter.3.Value.1=x");
        assertThatThrownBy(() -> filters.members("Filter").getFirst().required("Name"))
                .hasMessageContaining("Filter.3.Name");
    }

    @ParameterizedTest
    @CsvSource({
        "Action=A&Action=B, InvalidParameter",
        "Action=%zz, MalformedQueryString",
        "Tag.1.Value=a%01b, InvalidParameterValue"
    })
    void whatIsNoFormIsRefused(String form, String code) {
        assertThatThrownBy(() -> Query.parse(form))
                .isInstanceOfSatisfying(
                        Ec2Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    @Test
    void anAnswerIsWrittenWithItsCharactersEscaped() {
        Xml answer = Xml.with(
                "R", Xml.of("a", "<&>\"ä"), Xml.set("tagSet", List.of(1, 2), each -> List.of(Xml.of("key", each))));

        assertThat(answer.document(true))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><R xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                                + "<a>&lt;&amp;&gt;\"ä</a><tagSet><item><key>1</key></item><item><key>2</key></item></tagSet></R>");
    }
}
