package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Sysctls;
import dev.enid.linux.wire.LinkMessage;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PrivateNetwork.Extension.class)
class SysctlsInNamespaceTest {

    private final Sysctls sysctls = new Sysctls();

    /** Also that the places in the arrays are those the kernel fills: each value is read both ways. */
    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsSeenInTheFileAndWithTheLink(Sysctl.Name name, PrivateNetwork network) throws Exception {
        int link = network.pair("v0", "v1");
        int before = network.namespace().call(() -> sysctls.read("v0", name)).orElseThrow();
        assertThat(seen(network, link, name)).hasValue(before);

        int other = before == 0 ? 1 : 0;
        network.namespace().call(() -> {
            sysctls.write("v0", name, other);
            return other;
        });
        assertThat(network.namespace().call(() -> sysctls.read("v0", name))).contains(other);
        assertThat(seen(network, link, name)).hasValue(other);
    }

    private static OptionalInt seen(PrivateNetwork network, int link, Sysctl.Name name) throws LinuxException {
        LinkMessage message = network.session().links().stream()
                .filter(each -> each.header().index() == link)
                .findFirst()
                .orElseThrow();
        return message.sysctl(name);
    }

    @Test
    void aLinkOfANamespaceIsNotSeenFromOutside(PrivateNetwork network) throws Exception {
        network.pair("enid-v0", "enid-v1");
        assertThat(sysctls.read("enid-v0", Sysctl.Name.RP_FILTER)).isEmpty();
        assertThat(network.namespace().call(() -> sysctls.read("enid-v0", Sysctl.Name.RP_FILTER)))
                .isPresent();
    }

    @Test
    void aLinkThatIsGoneIsNotThere(PrivateNetwork network) throws Exception {
        assertThatThrownBy(() -> network.namespace().call(() -> {
                    sysctls.write("v9", Sysctl.Name.RP_FILTER, 1);
                    return 0;
                }))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
        assertThat(network.session().links()).hasSize(1);
    }
}
