package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import dev.enid.core.render.NetworkdMatch.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which .network files are about ens6, 02:00:00:00:00:01, which is called eni-00000001, too. */
class NetworkdMatchTest {

    static Link ens6(Optional<Mac> permanent) {
        return new Link(
                3,
                "ens6",
                "",
                Optional.of(new Mac(0x02_00_00_00_00_01L)),
                permanent,
                9001,
                9216,
                true,
                true,
                false,
                0,
                0,
                false,
                new TreeSet<>(Set.of("eni-00000001")));
    }

    private static Verdict match(String... texts) {
        return new NetworkdMatch(List.of(texts)).of(ens6(Optional.of(new Mac(0x02_00_00_00_00_01L))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Name=ens6, THIS_LINK",
        "Name=eni-00000001, THIS_LINK",
        "Name=ens5, NO",
        "Name=ens5 ens6, MAYBE",
        "Name=en*, MAYBE",
        "Name=e[nt][a-s]?, MAYBE",
        "Name=e[!n]s6, NO",
        "Name=!ens5, MAYBE",
        "Name=!eth*, MAYBE",
        // Its other name is not in the list: so networkd takes it, too.
        "Name=!ens6, MAYBE",
        "Name=!ens6 eni-00000001, NO",
        "Name=\"ens6\", THIS_LINK",
        "MACAddress=02:00:00:00:00:01, THIS_LINK",
        "MACAddress=02-00-00-00-00-01, THIS_LINK",
        "MACAddress=0200.0000.0001, THIS_LINK",
        "MACAddress=02:00:00:00:00:02, NO",
        "MACAddress=02:00:00:00:00:02 02:00:00:00:00:01, MAYBE",
        "PermanentMACAddress=02:00:00:00:00:01, THIS_LINK",
        "PermanentMACAddress=02:00:00:00:00:02, NO",
        "Type=ether, MAYBE",
        "Type=wlan, NO",
        "Type=!loopback, MAYBE",
        "Kind=!*, MAYBE",
        "Kind=veth, NO",
        "Driver=ena, MAYBE",
        "Path=pci-0000:00:06.0, MAYBE",
        "Virtualization=yes, MAYBE",
        "NoSuchKey=1, MAYBE",
    })
    void oneCondition(String line, Verdict verdict) {
        assertThat(match("[Match]\n" + line + "\n\n[Network]\nDHCP=yes\n")).isEqualTo(verdict);
    }

    @Test
    void everyConditionHasToHold() {
        assertThat(match("[Match]\nMACAddress=02:00:00:00:00:01\nName=ens6\n")).isEqualTo(Verdict.THIS_LINK);
        assertThat(match("[Match]\nMACAddress=02:00:00:00:00:01\nName=ens7\n")).isEqualTo(Verdict.NO);
        assertThat(match("[Match]\nMACAddress=02:00:00:00:00:01\nName=en*\n")).isEqualTo(Verdict.THIS_LINK);
        assertThat(match("[Match]\nMACAddress=02:00:00:00:00:01\nDriver=ena\n")).isEqualTo(Verdict.MAYBE);
        assertThat(match("[Match]\nName=ens7\nDriver=ena\n")).isEqualTo(Verdict.NO);
    }

    @Test
    void aFileWithoutConditionsMayBeAboutEveryLink() {
        assertThat(match("[Network]\nDHCP=yes\nName=ens7\n")).isEqualTo(Verdict.MAYBE);
    }

    @Test
    void assignmentsAreMergedAndAnEmptyOneForgetsThem() {
        assertThat(match("[Match]\nName=ens5\nName=ens6\n")).isEqualTo(Verdict.MAYBE);
        assertThat(match("[Match]\nName=ens5\nName=\nName=ens6\n")).isEqualTo(Verdict.THIS_LINK);
        assertThat(match("[Match]\nName=en*\n", "[Match]\nMACAddress=02:00:00:00:00:01\n"))
                .isEqualTo(Verdict.THIS_LINK);
        assertThat(match("[Match]\nName=en*\n", "[Match]\nName=\nName=ens7\n")).isEqualTo(Verdict.NO);
    }

    @Test
    void commentsAndLinesThatGoOn() {
        assertThat(match("# Name=ens5\n; Name=ens5\n  [Match]\n  Name = ens5 \\\n   ens7\n"))
                .isEqualTo(Verdict.NO);
        assertThat(match("[Match]\nName=ens5 \\\nens6\n")).isEqualTo(Verdict.MAYBE);
    }

    @Test
    void anOldKernelDoesNotTellThePermanentAddress() {
        NetworkdMatch match = new NetworkdMatch(List.of("[Match]\nPermanentMACAddress=02:00:00:00:00:01\n"));
        assertThat(match.of(ens6(Optional.empty()))).isEqualTo(Verdict.MAYBE);
        NetworkdMatch other = new NetworkdMatch(List.of("[Match]\nPermanentMACAddress=02:00:00:00:00:02\n"));
        assertThat(other.of(ens6(Optional.empty()))).isEqualTo(Verdict.NO);
    }
}
