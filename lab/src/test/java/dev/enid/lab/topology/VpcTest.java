package dev.enid.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What EC2 does with ENIs, told as requests. */
class VpcTest {

    private final Vpc vpc;

    VpcTest() throws TopologyException {
        vpc = TopologyFile.shipped("two-enis");
    }

    @Test
    void anAttachedEniHasTheNextIndexAndTheNextLinkName() {
        Vpc after = vpc.attach(AttachRequest.of("web", "web-2")).attach(AttachRequest.of("web", "web-1"));

        assertThat(after.attached("web").stream().map(VpcEni::name)).containsExactly("web-0", "web-2", "web-1");
        assertThat(after.eni("web-1").attachment().orElseThrow().place()).isEqualTo("device index 2");
        assertThat(after.eni("web-1").attachment().orElseThrow().interfaceName())
                .contains("ens7");
    }

    @Test
    void aSlotThatWasFreedIsUsedAgain() {
        Vpc both = vpc.attach(AttachRequest.of("web", "web-2")).attach(AttachRequest.of("web", "web-1"));
        Vpc swapped = both.detach("web-2").attach(AttachRequest.of("web", "web-2"));

        assertThat(swapped.eni("web-2").attachment())
                .isEqualTo(both.eni("web-2").attachment());
    }

    @Test
    void anEniIsFoundByNameIdAndMac() {
        VpcEni eni = vpc.eni("web-1");

        assertThat(vpc.eni(eni.id().text())).isEqualTo(eni);
        assertThat(vpc.eni(eni.mac().toString())).isEqualTo(eni);
        assertThat(refusal(() -> vpc.eni("web-9")))
                .hasMessage("no ENI \"web-9\"; there are db-0, web-0, web-1, web-2")
                .extracting(each -> each.code().ec2())
                .isEqualTo("InvalidNetworkInterfaceID.NotFound");
        assertThat(refusal(() -> vpc.instance("x")).code()).isEqualTo(VpcException.Code.INSTANCE_NOT_FOUND);
    }

    @Test
    void whatEc2RefusesIsRefusedWithItsCode() {
        Vpc attached = vpc.attach(AttachRequest.of("web", "web-1"));

        assertThat(refusal(() -> attached.attach(AttachRequest.of("db", "web-1"))))
                .hasMessage("web-1 is attached to web as device index 1; detach it first")
                .extracting(VpcException::code)
                .isEqualTo(VpcException.Code.IN_USE);
        assertThat(refusal(() ->
                        attached.attach(new AttachRequest("web", "web-2", OptionalInt.of(1), OptionalInt.empty()))))
                .hasMessage("web already has an interface attached at device index 1");
        assertThat(refusal(() -> vpc.attach(new AttachRequest("web", "web-2", OptionalInt.empty(), OptionalInt.of(1)))))
                .hasMessage("web has 1 network card(s), no number 1");
        assertThat(refusal(() -> vpc.detach("web-0")).code()).isEqualTo(VpcException.Code.NOT_PERMITTED);
        assertThat(refusal(() -> vpc.detach("web-1")).code()).isEqualTo(VpcException.Code.NOT_ATTACHED);
    }

    @Test
    void anInstanceTakesNoMoreEnisThanItsTypeAllows() throws TopologyException {
        Vpc small = TopologyFile.parse(
                "small",
                TopologyFile.shippedText("two-enis")
                        .replace("naming = \"ens\"", "naming = \"eth\"\nenis-per-card = 1"));

        assertThat(refusal(() -> small.attach(AttachRequest.of("web", "web-1")))
                        .code()
                        .ec2())
                .isEqualTo("AttachmentLimitExceeded");
    }

    @Test
    void deviceIndexZeroIsOfTheFirstCardAlone() throws TopologyException {
        Vpc cards = TopologyFile.shipped("cards").detach("card-5");

        assertThat(refusal(
                        () -> cards.attach(new AttachRequest("trn", "card-5", OptionalInt.of(0), OptionalInt.of(5)))))
                .hasMessageContaining("device index 0 is the primary ENI's");
        assertThat(cards.attach(new AttachRequest("trn", "card-5", OptionalInt.empty(), OptionalInt.of(5)))
                        .eni("card-5")
                        .attachment()
                        .orElseThrow()
                        .place())
                .isEqualTo("device index 1 of network card 5");
    }

    @Test
    void addressesAndPrefixesComeAndGo() {
        Vpc more = vpc.assign("web-1", AssignRequest.of(List.of(Ip.parse("10.0.2.21"), Ip.parse("10.0.2.20"))))
                .assign("web-1", AssignRequest.counts(1, 1, 1, 1));
        VpcEni eni = more.eni("web-1");

        assertThat(eni.ipv4()).extracting(Ip::toString).containsExactly("10.0.2.20", "10.0.2.21", "10.0.2.4");
        assertThat(eni.ipv6()).extracting(Ip::toString).containsExactly("2001:db8:100:2::20", "2001:db8:100:2::4");
        assertThat(eni.prefixes()).extracting(Cidr::toString).containsExactly("10.0.2.32/28", "2001:db8:100:2:1::/80");

        Vpc less = more.unassign(
                "web-1", List.of(Cidr.parse("10.0.2.21/32"), Cidr.parse("10.0.2.4/32"), Cidr.parse("10.0.2.32/28")));
        assertThat(less.eni("web-1").ipv4()).containsExactly(Ip.parse("10.0.2.20"));
        assertThat(less.eni("web-1").prefixes()).containsExactly(Cidr.parse("2001:db8:100:2:1::/80"));
    }

    @Test
    void aPrimaryAddressStays() {
        assertThat(refusal(() -> vpc.unassign("web-1", List.of(Cidr.parse("10.0.2.20/32")))))
                .hasMessage("10.0.2.20 is the primary address of web-1 and stays");
        assertThat(refusal(() -> vpc.unassign("web-1", List.of(Cidr.parse("10.0.2.99/32")))))
                .hasMessage("10.0.2.99 is not on web-1");
    }

    @Test
    void anAddressOfAnotherEniIsTakenFromItOnlyWhenAsked() {
        Ip secondary = Ip.parse("10.0.2.21");
        Vpc held = vpc.assign("web-1", AssignRequest.of(List.of(secondary)));

        assertThat(refusal(() -> held.assign("db-0", AssignRequest.of(List.of(secondary))))
                        .code())
                .isEqualTo(VpcException.Code.ADDRESS_IN_USE);
        Vpc moved = held.assign("db-0", new AssignRequest(List.of(secondary), List.of(), 0, 0, 0, 0, true));
        assertThat(moved.eni("db-0").ipv4()).contains(secondary);
        assertThat(moved.eni("web-1").ipv4()).doesNotContain(secondary);
        assertThat(refusal(() -> moved.assign(
                        "db-0",
                        new AssignRequest(List.of(Ip.parse("2001:db8:100:2::20")), List.of(), 0, 0, 0, 0, true))))
                .hasMessageContaining("unassign an IPv6 address first");
    }

    @Test
    void limitsHoldForAddressesToo() {
        assertThat(refusal(() -> vpc.assign("web-0", AssignRequest.counts(50, 0, 0, 0))))
                .hasMessage("web-0 would have 51 inet addresses; its instance allows 50");
    }

    @Test
    void aPacketsOwnerIsTheAttachedEniThatHasItsSource() {
        Vpc more = vpc.assign("db-0", AssignRequest.ofPrefixes(List.of(Cidr.parse("10.0.2.64/28"))));

        assertThat(more.owner(Ip.parse("10.0.2.70"))).contains(more.eni("db-0"));
        assertThat(more.owner(Ip.parse("10.0.2.20")))
                .as("web-1 is not attached")
                .isEmpty();
    }

    @Test
    void theKernelsLinkLocalAddressFollowsFromTheMac() {
        assertThat(VpcEni.ipv6LinkLocal(Mac.parse("02:00:5e:00:53:01"))).isEqualTo(Ip.parse("fe80::5eff:fe00:5301"));
    }

    private static VpcException refusal(ThrowingCallable request) {
        VpcException refused = catchThrowableOfType(VpcException.class, request);
        assertThat(refused).isNotNull();
        return refused;
    }
}
