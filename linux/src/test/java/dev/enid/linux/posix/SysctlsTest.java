package dev.enid.linux.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.kernel.Sysctl;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Below a directory that looks like /proc/sys/net; the real one is in SysctlsInNamespaceTest. */
class SysctlsTest {

    @TempDir
    private Path root;

    private Path file;
    private Sysctls sysctls;

    @BeforeEach
    void layOut() throws Exception {
        Path conf = Files.createDirectories(root.resolve("ipv4/conf/eth0"));
        file = Files.writeString(conf.resolve("rp_filter"), "1\n");
        sysctls = new Sysctls(root);
    }

    @Test
    void aValueIsReadAndWritten() throws Exception {
        assertThat(sysctls.read("eth0", Sysctl.Name.RP_FILTER)).contains(1);
        sysctls.write("eth0", Sysctl.Name.RP_FILTER, 2);
        assertThat(sysctls.read("eth0", Sysctl.Name.RP_FILTER)).contains(2);
    }

    @Test
    void aLinkOrSettingThatIsNotThereHasNoValueAndCannotBeSet() throws Exception {
        assertThat(sysctls.read("eth1", Sysctl.Name.RP_FILTER)).isEmpty();
        assertThat(sysctls.read("eth0", Sysctl.Name.ACCEPT_RA)).isEmpty();
        assertThatThrownBy(() -> sysctls.write("eth1", Sysctl.Name.RP_FILTER, 2))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("write 2 to " + root.resolve("ipv4/conf/eth1/rp_filter"));
        assertThat(root.resolve("ipv4/conf/eth1")).doesNotExist();
    }

    @Test
    void aValueThatIsNoNumberIsAnError() throws Exception {
        Files.writeString(file, "1 2 3");
        assertThatThrownBy(() -> sysctls.read("eth0", Sysctl.Name.RP_FILTER))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADMSG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../all", "a/b", "a b", "a:1", "sixteen-letters-", "x\n", "x\0"})
    void whatTheKernelWouldNotCallALinkIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> sysctls.read(name, Sysctl.Name.RP_FILTER));
        assertThatIllegalArgumentException().isThrownBy(() -> sysctls.write(name, Sysctl.Name.RP_FILTER, 1));
    }
}
