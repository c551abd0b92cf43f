package dev.enid.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.rtnl.FakeKernel;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Reason;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.linux.posix.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    private static final Address.Id V4 = new Address.Id(2, Ip.parse("10.0.1.5"), 32);
    private static final Address.Id V6 = new Address.Id(3, Ip.parse("2001:db8::5"), 0);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("run/addresses");
    }

    private Ledger ledger() {
        return Ledger.in(directory.resolve("run"));
    }

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        ledger().keep(Set.of(V4, V6));

        assertThat(Files.readString(file())).isEqualTo("enid addresses 1\n2 10.0.1.5 32\n3 2001:db8::5 0\nend 2\n");
        Ledger again = ledger();
        assertThat(again.entries()).containsExactlyInAnyOrder(V4, V6);
        assertThat(again.trouble()).isEmpty();
        assertThat(file().resolveSibling("addresses.new")).doesNotExist();
    }

    @Test
    void withoutAFileThereIsNothingInItAndNothingWrong() {
        assertThat(ledger().entries()).isEmpty();
        assertThat(ledger().trouble()).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "enid addresses 1\n",
                "enid addresses 1\n2 10.0.1.5 32\n",
                "enid addresses 1\n2 10.0.1.5 32\nend 2\n",
                "enid addresses 2\n2 10.0.1.5 32\nend 1\n",
                "enid addresses 1\n2 10.0.1.5\nend 1\n",
                "enid addresses 1\n2 10.0.1.5 33\nend 1\n",
                "enid addresses 1\n0 10.0.1.5 32\nend 1\n",
                "enid addresses 1\n2 ../../etc 32\nend 1\n",
                "enid addresses 1\n2 10.0.1.5 32; rm -rf /\nend 1\n",
                "\0\0\0\0"
            })
    void aTornOrForeignFileIsLeftAsideAndSaidSo(String content) throws Exception {
        ledger().keep(Set.of(V4));
        Files.writeString(file(), content);

        Ledger torn = ledger();

        assertThat(torn.entries()).isEmpty();
        assertThat(torn.trouble()).hasValueSatisfying(text -> assertThat(text).contains("left aside"));
    }

    @Test
    void aFileOfMegabytesIsLeftAside() throws Exception {
        ledger().keep(Set.of(V4));
        Files.writeString(file(), "enid addresses 1\n" + "2 10.0.1.5 32\n".repeat(100_000) + "end 100000\n");

        assertThat(ledger().entries()).isEmpty();
        assertThat(ledger().trouble()).isPresent();
    }

    @Test
    void aFileThatOthersMayWriteToIsLeftAside() throws Exception {
        ledger().keep(Set.of(V4));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(ledger().entries()).isEmpty();
        assertThat(ledger().trouble())
                .hasValueSatisfying(text -> assertThat(text).contains("others"));
    }

    @Test
    void aLinkToAnotherFileIsLeftAsideAndNotWrittenThrough() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "enid addresses 1\n2 10.0.1.5 32\nend 1\n");
        Files.createDirectories(file().getParent());
        Files.createSymbolicLink(file(), other);
        Ledger ledger = ledger();
        assertThat(ledger.entries()).isEmpty();
        assertThat(ledger.trouble()).isPresent();

        ledger.keep(Set.of(V6));

        assertThat(Files.readString(other)).contains("10.0.1.5");
        assertThat(Files.isSymbolicLink(file())).isFalse();
        assertThat(ledger().entries()).containsExactly(V6);
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsSaidAndNothingElseFails() throws Exception {
        Files.writeString(directory.resolve("run"), "a file where the directory should be");
        Ledger ledger = ledger();

        ledger.keep(Set.of(V4));

        assertThat(ledger.entries()).containsExactly(V4);
        assertThat(ledger.trouble()).hasValueSatisfying(text -> assertThat(text).contains("cannot be written"));
    }

    @Test
    void onAKernelThatMarksNoAddressesOursAreWrittenDownBeforeTheyArePut() throws Exception {
        FakeKernel fake = new FakeKernel();
        fake.marksNoAddresses();
        fake.plug(2, "eth1", new Mac(0x02005e005301L));
        Kernel kernel = fake.kernel();
        Ledger ledger = ledger();
        Executor executor = new Executor(kernel, ledger);
        Address address = Address.of(2, V4.ip(), 32, Address.PERMANENT, 236);
        Address refused = Address.of(2, Ip.parse("10.0.1.6"), 32, Address.PERMANENT, 236);
        fake.meanwhile(
                "add address 10.0.1.5", () -> assertThat(ledger().entries()).contains(V4));
        fake.refuse("add address 10.0.1.6", Errno.EINVAL, 1);

        executor.apply(new Plan(List.of(put(address), put(refused)), List.of()));
        kernel.observe();

        assertThat(ledger().entries()).containsExactly(V4);
        executor.apply(new Plan(List.of(new Change(new KernelStep.Drop(address), new Reason("a test"))), List.of()));
        assertThat(ledger().entries()).isEmpty();
        fake.assertFaultsConsumed();
    }

    @Test
    void whatSomebodyElsePutFirstIsNotWrittenDown() throws Exception {
        FakeKernel fake = new FakeKernel();
        fake.marksNoAddresses();
        fake.plug(2, "eth1", new Mac(0x02005e005301L));
        Address address = Address.of(2, V4.ip(), 32, Address.PERMANENT, 236);
        fake.put(Address.of(2, V4.ip(), 32, Address.PERMANENT, 0));

        new Executor(fake.kernel(), ledger()).apply(new Plan(List.of(put(address)), List.of()));

        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    void aKernelThatMarksAddressesNeedsNoLedger() throws Exception {
        FakeKernel fake = new FakeKernel();
        fake.plug(2, "eth1", new Mac(0x02005e005301L));
        Kernel kernel = fake.kernel();
        Executor executor = new Executor(kernel, ledger());
        Address address = Address.of(2, V4.ip(), 32, Address.PERMANENT, 236);
        fake.put(Address.of(2, Ip.parse("10.0.1.9"), 32, Address.PERMANENT, 236));
        kernel.observe();

        executor.apply(new Plan(List.of(put(address)), List.of()));

        assertThat(file()).doesNotExist();
    }

    private static Change put(Address address) {
        return new Change(new KernelStep.Put(address), new Reason("a test"));
    }
}
