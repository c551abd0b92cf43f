package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.FakeImds;
import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IMDSv2's tokens, and what is done without. */
class ImdsTokenTest {

    private static final String PUT = "PUT /latest/api/token";

    @Test
    void aTokenThatImdsForgotIsRenewedOnce() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.forgetTokens();

            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.reader.counts().tokens()).isEqualTo(2);
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void a401ToANewTokenIsTheEndOfIt() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.times(6, "/instance-id", Misdeed.status(401));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.SERVER);
            assertThat(fault.detail()).contains("answered 401 to the token it had just given");
        }
    }

    @Test
    void aTokenIsRenewedShortlyBeforeItsEnd() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.read().fresh();
            host.time.advance(Duration.ofSeconds(21_600 - 310));
            host.refresh().fresh();
            assertThat(host.reader.counts().tokens()).isEqualTo(1);

            host.time.advance(Duration.ofSeconds(20));
            host.refresh().fresh();
            assertThat(host.reader.counts().tokens()).isEqualTo(2);
        }
    }

    @Test
    void aTokenOfLessTimeThanAskedForIsRenewedEarlier() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.tokenSeconds(60);
            host.read().fresh();
            host.time.advance(Duration.ofSeconds(55));
            host.refresh().fresh();

            assertThat(host.reader.counts().tokens()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405})
    void whereThereAreNoTokensImdsIsReadWithoutAndThatIsSaid(int status) {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.version(FakeImds.Version.V1_ONLY).refuseTokensWith(status);

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.reader.counts().tokens()).isZero();
            assertThat(host.imds.requests()).containsOnlyOnce(PUT);
            assertThat(host.reader.notes())
                    .singleElement()
                    .asString()
                    .contains("IMDSv1")
                    .contains("" + status);
        }
    }

    @Test
    void withoutVersion1TheRefusalOfATokenIsTheEndOfIt() {
        FakeImds imds = FakeImds.start().version(FakeImds.Version.V1_ONLY).refuseTokensWith(405);
        ImdsSettings strict = new ImdsSettings(
                Host.settings(imds.endpoint()).endpoints(),
                false,
                false,
                Host.TIMEOUT,
                3,
                Duration.ofMinutes(1),
                1_000_000);
        try (Host host = new Host(imds, strict)) {
            imds.metadata().show(World.ofSize(1), false);

            assertThat(host.read().fault().detail()).contains("answered 405");
            assertThat(imds.requests()).containsExactly(PUT);
        }
    }

    @Test
    void whereImdsIsSwitchedOffItSaysHowToSwitchItOn() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(PUT, Misdeed.status(403)).once("/instance-id", Misdeed.status(403));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.DISABLED);
            assertThat(fault.detail())
                    .contains("modify-instance-metadata-options")
                    .contains("--http-endpoint enabled");
        }
    }

    @Test
    void aTokenRequiredButRefusedIsSaidSo() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(PUT, Misdeed.status(403));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.DISABLED);
            assertThat(fault.detail()).contains("401 without a token").contains("403 when asked for one");

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(1));
        }
    }

    @Test
    void version1ThatEndsIsFollowedByVersion2() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.version(FakeImds.Version.V1_ONLY);
            host.read().fresh();
            host.imds.version(FakeImds.Version.V2_ONLY);

            assertThat(host.refresh().fault().kind()).isEqualTo(Kind.DISABLED);
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(1));
            assertThat(host.reader.notes()).isEmpty();
        }
    }

    @Test
    void aTokenThatDoesNotComeOverAConnectionThatDoesMeansTooManyHops() {
        try (Host host = Host.impatient(World.ofSize(1))) {
            host.imds.times(3, PUT, new Misdeed.Silence());

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(fault.detail())
                    .contains("as in a container")
                    .contains("aws ec2 modify-instance-metadata-options")
                    .contains("--http-put-response-hop-limit 2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\r\nX-Evil: b", "a b", "tökën", "a\u0000b"})
    void aTokenThatWouldBreakTheHeaderIsRefused(String token) {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(PUT, Misdeed.body(token));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.detail()).doesNotContain("\n");
            assertThat(host.imds.requests()).containsExactly(PUT);
        }
    }

    @Test
    void disabledMeansNothingIsAsked() {
        FakeImds imds = FakeImds.start();
        ImdsSettings off = new ImdsSettings(
                Host.settings(imds.endpoint()).endpoints(), true, true, Host.TIMEOUT, 3, Host.TIMEOUT, 1000);
        try (Host host = new Host(imds, off)) {
            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.DISABLED);
            assertThat(fault.detail()).contains(ImdsSettings.DISABLED);
            assertThat(imds.peers()).isEmpty();
        }
    }
}
