package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are well formed and cannot all be true: the whole reading is refused, and the last good one stays. */
class ImdsContradictionTest {

    @ParameterizedTest
    @CsvSource({
        "mac,02:00:5e:00:53:02,this is the answer for another interface: 02:00:5e:00:53:02",
        "interface-id,eni-10000002,'eni-10000002 is what IMDS says of 02:00:5e:00:53:01, too'",
        "device-number,2,'device index 2 on card 0 is what IMDS says of 02:00:5e:00:53:01, too'",
        "local-ipv4s,10.0.2.10,'10.0.2.10 is not in the ENI''s subnet, [10.0.1.0/24]'",
        "ipv4-prefix,10.0.2.16/28,'10.0.2.16/28 is not in the ENI''s subnet, [10.0.1.0/24]'",
    })
    void answersThatBelongToAnotherInterfaceFailTheReading(String key, String text, String detail) {
        try (Host host = Host.with(World.ofSize(3))) {
            host.read().fresh();
            host.imds.metadata().set(World.mac(1), key, text);

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.doing()).startsWith("reading " + key + " of ");
            assertThat(fault.detail()).isEqualTo(detail);
            assertThat(host.reading.known()).contains(World.ofSize(3));
        }
    }

    @Test
    void theSameAddressOnTwoEnisFailsTheReading() {
        Eni one = World.full(1, 3, 0, false);
        try (Host host = Host.with(World.instance(World.eni(0), one, World.eni(2)))) {
            host.imds
                    .metadata()
                    .set(World.mac(2), "subnet-ipv4-cidr-block", "10.1.0.0/16")
                    .set(World.mac(2), "local-ipv4s", "10.1.0.200\n10.1.0.11");

            assertThat(host.read().fault().detail()).isEqualTo("10.1.0.11 is what IMDS says of 02:00:5e:00:53:01, too");
        }
    }

    @Test
    void anAddressInAnotherEnisPrefixFailsTheReading() {
        Eni one = World.full(1, 1, 1, false);
        try (Host host = Host.with(World.instance(World.eni(0), one, World.eni(2)))) {
            host.imds
                    .metadata()
                    .set(World.mac(2), "subnet-ipv4-cidr-block", "10.1.0.0/16")
                    .set(World.mac(2), "local-ipv4s", "10.1.128.3");

            assertThat(host.read().fault().detail())
                    .isEqualTo("10.1.128.3 is in a prefix that is delegated to 02:00:5e:00:53:01");
        }
    }

    @Test
    void aPrimaryWithAnotherDeviceNumberFailsTheReading() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.metadata().set(World.PRIMARY, "device-number", "1");

            assertThat(host.read().fault().detail()).contains("device index 0 on card 0, not 1 on 0");
        }
    }

    @Test
    void whatContradictsOnlyWhatWasNotReadAgainIsReadWhole() {
        Instance swapped = World.instance(World.eni(0), World.at(1, 0, 2), World.at(2, 0, 1), World.at(3, 0, 3));
        try (Host host = Host.with(World.ofSize(4))) {
            host.read().fresh();
            host.imds.metadata().show(swapped, false);

            Mac reattached = World.mac(1);
            assertThat(host.appeared(reattached).fresh()).isEqualTo(swapped);
        }
    }
}
