package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and pages. */
class DescribingTest {

    private static final List<String> LETTERS =
            IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();

    private static boolean takes(String filter, String value) throws Ec2Fault {
        String form = "Filter.1.Name=" + filter.split("=", 2)[0];
        String[] values = filter.split("=", 2)[1].split(",", -1);
        for (int i = 0; i < values.length; i++) {
            form += "&Filter.1.Value." + (i + 1) + "=" + values[i];
        }
        return Filters.of(Query.parse(form), List.of("status"))
                .take(name -> List.of(value), Map.of("role", "floating", "Name", "web-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=in-use           | in-use    | true",
                "status=available,in-use | in-use    | true",
                "status=in-us            | in-use    | false",
                "status=in-*             | in-use    | true",
                "status=in.use           | in-use    | false",
                "status=in?use           | in-use    | true",
                "status=IN-USE           | in-use    | false",
                "status=a%5C*            | a*        | true",
                "status=a%5C*            | ab        | false",
                "tag:role=floating       | any       | true",
                "tag:role=fixed          | any       | false",
                "tag:other=*             | any       | false",
                "tag-key=role            | any       | true",
                "tag-key=other           | any       | false"
            })
    void aFilterTakes(String filter, String value, boolean taken) throws Ec2Fault {
        assertThat(takes(filter, value)).isEqualTo(taken);
    }

    @Test
    void allFiltersHaveToHoldAndUnknownOnesAreRefused() throws Ec2Fault {
        Query two = Query.parse("Filter.1.Name=status&Filter.1.Value.1=on&Filter.2.Name=tag:role&Filter.2.Value.1=x");
        assertThat(Filters.of(two, List.of("status")).take(name -> List.of("on"), Map.of("role", "x")))
                .isTrue();
        assertThat(Filters.of(two, List.of("status")).take(name -> List.of("on"), Map.of()))
                .isFalse();
        assertThatThrownBy(() -> Filters.of(two, List.of())).hasMessageContaining("'status'");
    }

    @Test
    void pagesTogetherAreTheWholeAndNothingTwice() throws Ec2Fault {
        List<String> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            Query query = Query.parse(
                    "MaxResults=7" + token.map(each -> "&NextToken=" + each).orElse(""));
            Pages<String> page = Pages.of(query, LETTERS, each -> each, false);
            all.addAll(page.items());
            token = page.next();
            pages++;
        } while (token.isPresent());

        assertThat(all).isEqualTo(LETTERS);
        assertThat(pages).isEqualTo(4);
    }

    @Test
    void whatGoesBetweenTwoPagesTakesNoOtherAlong() throws Ec2Fault {
        Pages<String> first = Pages.of(Query.parse("MaxResults=5"), LETTERS, each -> each, false);
        List<String> left = LETTERS.stream()
                .filter(each -> !List.of("a", "e", "f").contains(each))
                .toList();

        Query next = Query.parse("MaxResults=5&NextToken=" + first.next().orElseThrow());
        assertThat(Pages.of(next, left, each -> each, false).items()).containsExactly("g", "h", "i", "j", "k");
    }

    @ParameterizedTest
    @CsvSource({"MaxResults=4, false", "MaxResults=1001, false", "MaxResults=10, true", "NextToken=%3F%3F, false"})
    void pagesThatCannotBeAreRefused(String form, boolean ids) throws Ec2Fault {
        Query query = Query.parse(form);
        assertThatThrownBy(() -> Pages.of(query, LETTERS, each -> each, ids)).isInstanceOf(Ec2Fault.class);
    }
}
