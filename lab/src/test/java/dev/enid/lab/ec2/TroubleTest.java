package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.fault.Faults;
import dev.enid.lab.fault.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault as a request meets it, and that it was counted. What clients make of them: {@code AwsFaultsTest}. */
class TroubleTest {

    private static final String ATTACH = "AttachNetworkInterface";

    private final StandingTime time = new StandingTime();
    private final Faults<ApiFault> faults = new Faults<>(time::now);
    private final Trouble trouble = new Trouble(faults, time);

    private void fault(String words) {
        faults.order(Scope.LAB, ApiFaultText.parse(List.of(words.split(" ", -1))), _ -> {});
    }

    private long consumed(ApiFault.Kind kind) {
        return faults.consumed(kind);
    }

    /** The error that a request gets, or nothing. */
    private String admit(String action, String form) throws Exception {
        try {
            trouble.admit(action, Query.parse(form));
            return "";
        } catch (Ec2Fault e) {
            return e.status() + " " + e.code() + ": " + e.getMessage();
        }
    }

    private int admitted(String action, String form, int requests) throws Exception {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += admit(action, form).isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void withoutFaultsEverythingPassesAtOnce() throws Exception {
        assertThat(admit(ATTACH, "")).isEmpty();
        trouble.hold(ATTACH);
        assertThat(trouble.losesRequest(ATTACH) || trouble.losesResponse(ATTACH))
                .isFalse();
        assertThat(trouble.lag("DescribeVpcs")).isZero();
        assertThat(time.passed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded, 503",
        "Unavailable, 503",
        "ServiceUnavailable, 503",
        "InternalError, 500",
        "UnauthorizedOperation, 403",
        "IncorrectState, 400",
        "InvalidNetworkInterface.InUse, 400"
    })
    void anErrorHasTheStatusOfItsCode(String code, int status) throws Exception {
        fault("error " + code + " Attach* times 2");

        assertThat(admit("DescribeVpcs", "")).isEmpty();
        assertThat(admit(ATTACH, "")).startsWith(status + " " + code + ": ");
        assertThat(admit(ATTACH, "")).startsWith(status + " " + code + ": ");
        assertThat(admit(ATTACH, "")).isEmpty();
        assertThat(consumed(ApiFault.Kind.ERROR)).isEqualTo(2);
    }

    @Test
    void whatIsSlowIsAdmittedLaterAndWhatIsLateIsHeldAfterwards() throws Exception {
        fault("slow AttachNetworkInterface 3s");
        fault("late AttachNetworkInterface 500ms");

        assertThat(admit(ATTACH, "")).isEmpty();
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(3));
        trouble.hold(ATTACH);
        assertThat(time.passed()).isEqualTo(Duration.ofMillis(3500));
        assertThat(consumed(ApiFault.Kind.SLOW)).isEqualTo(1);
        assertThat(consumed(ApiFault.Kind.LATE)).isEqualTo(1);
    }

    @Test
    void requestAndResponseAreLostEachForItself() {
        fault("lost request Describe* times 1");
        fault("lost response Describe* times 2");

        assertThat(trouble.losesRequest("DescribeVpcs")).isTrue();
        assertThat(trouble.losesRequest("DescribeVpcs")).isFalse();
        assertThat(trouble.losesResponse(ATTACH)).isFalse();
        assertThat(trouble.losesResponse("DescribeVpcs")).isTrue();
        assertThat(trouble.losesResponse("DescribeSubnets")).isTrue();
        assertThat(faults.active()).isEmpty();
        assertThat(consumed(ApiFault.Kind.LOST)).isEqualTo(3);
    }

    @Test
    void eachActionHasABucketOfItsOwn() throws Exception {
        fault("throttle 2/s burst 4");

        assertThat(admitted(ATTACH, "", 10)).isEqualTo(4);
        assertThat(admitted("DescribeVpcs", "", 10)).isEqualTo(4);
        time.sleep(Duration.ofMillis(500));
        assertThat(admitted(ATTACH, "", 10)).isEqualTo(1);
        assertThat(admit(ATTACH, "")).isEqualTo("503 RequestLimitExceeded: Request limit exceeded.");
        assertThat(consumed(ApiFault.Kind.THROTTLE)).isEqualTo(6 + 6 + 9 + 1);
        fault("throttle 2/s burst 4");
        time.sleep(Duration.ofMillis(1));
        fault("throttle 2/s burst 4");
        assertThat(admitted(ATTACH, "", 10)).as("switched on anew").isEqualTo(4);
    }

    /** The figures of the developer guide. */
    @ParameterizedTest
    @CsvSource({
        "DescribeSubnets, '', 100, 20",
        "DescribeNetworkInterfaces, '', 50, 10",
        "DescribeNetworkInterfaces, Filter.1.Name=status&Filter.1.Value.1=in-use, 100, 20",
        "DescribeNetworkInterfaces, MaxResults=5, 100, 20",
        "AttachNetworkInterface, '', 50, 5",
        "AssignPrivateIpAddresses, '', 100, 5",
        "RunInstances, '', 5, 2"
    })
    void ec2HasFiguresOfItsOwn(String action, String form, int burst, int perSecond) throws Exception {
        fault("throttle ec2");

        assertThat(admitted(action, form, 200)).isEqualTo(burst);
        time.sleep(Duration.ofSeconds(1));
        assertThat(admitted(action, form, 200)).isEqualTo(perSecond);
    }

    @Test
    void readingEverythingDoesNotTakeFromWhatReadsByPages() throws Exception {
        fault("throttle ec2");

        assertThat(admitted("DescribeInstances", "", 200)).isEqualTo(50);
        assertThat(admitted("DescribeInstances", "MaxResults=100", 200)).isEqualTo(100);
    }

    @Test
    void onlyWhatDescribesLags() {
        fault("lag 3s");

        assertThat(trouble.lag("DescribeVpcs")).isEqualTo(Duration.ofSeconds(3));
        assertThat(trouble.lag(ATTACH)).isZero();
        assertThat(consumed(ApiFault.Kind.LAG)).as("nothing was told otherwise").isZero();
        trouble.lagged("DescribeVpcs");
        assertThat(consumed(ApiFault.Kind.LAG)).isEqualTo(1);
    }
}
