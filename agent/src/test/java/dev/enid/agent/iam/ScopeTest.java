package dev.enid.agent.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy can be limited to, as AWS writes it. */
class ScopeTest {

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, AWS",
        "ap-southeast-7, AWS",
        "mx-central-1, AWS",
        "cn-northwest-1, AWS_CN",
        "us-gov-east-1, AWS_US_GOV"
    })
    void aRegionTellsItsPartition(String region, Partition partition) {
        assertThat(Partition.ofRegion(region)).contains(partition);
        assertThat(new Scope(partition, Optional.of(region), Optional.empty(), Optional.empty()).region())
                .contains(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-central-1a", "eu-central", "us-iso-east-1", "eusc-de-east-1", "*", "", "eu-central-1:"})
    void whatIsNoRegionOfThesePartitionsIsOfNone(String text) {
        assertThat(Partition.ofRegion(text)).isEmpty();
    }

    @Test
    void aRegionOfAnotherPartitionIsRefused() {
        assertThatThrownBy(
                        () -> new Scope(Partition.AWS, Optional.of("cn-north-1"), Optional.empty(), Optional.empty()))
                .hasMessage("no region of aws: cn-north-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234-5678-9012", "12345678901", "1234567890123", "*", "", "12345678901２"})
    void anAccountIsTwelveDigits(String text) {
        assertThat(Scope.isAccount(text)).isFalse();
        assertThatThrownBy(() -> new Scope(Partition.AWS, Optional.empty(), Optional.of(text), Optional.empty()))
                .hasMessage("no account ID: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "enid=movable, enid, movable",
        "enid=, enid, ''",
        "a=b=c, a, b=c",
        "aws:autoscaling:groupName=web, aws:autoscaling:groupName, web",
        "team name=Netz é, team name, Netz é"
    })
    void aTagIsCutAtTheFirstEqualsSign(String text, String key, String value) {
        assertThat(Tag.tryParse(text)).contains(new Tag(key, value));
    }

    @Test
    void aTagIsAsLongAsEc2AllowsAndNoLonger() {
        String key = "🔑".repeat(128);
        String value = "v".repeat(256);

        assertThat(Tag.tryParse(key + "=" + value)).contains(new Tag(key, value));
        assertThat(Tag.tryParse(key + "k=" + value)).isEmpty();
        assertThat(Tag.tryParse(key + "=" + value + "v")).isEmpty();
        assertThat(Tag.tryParse("=value")).isEmpty();
        assertThat(Tag.tryParse("key")).isEmpty();
        assertThat(Tag.tryParse("a\n=b")).isEmpty();
        assertThat(Tag.tryParse("a=b\u0007")).isEmpty();
        assertThatThrownBy(() -> new Tag("", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
