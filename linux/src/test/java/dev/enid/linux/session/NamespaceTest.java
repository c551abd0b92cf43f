package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Mac;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.Fd;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.ThreadNamespace;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PrivateNetwork.Extension.class)
class NamespaceTest {

    @Test
    void aNewOneHoldsALoopbackThatIsDownAndNothingElse() throws Exception {
        try (Namespace namespace = Namespace.create();
                RtnetlinkSession session = RtnetlinkSession.open(namespace)) {
            assertThat(session.links()).singleElement().satisfies(lo -> {
                assertThat(lo.name()).isEqualTo("lo");
                assertThat(lo.loopback()).isTrue();
                assertThat(lo.up()).isFalse();
            });
        }
    }

    @Test
    void workLeavesTheCallersThreadWhereItWas(PrivateNetwork network) throws Exception {
        Path before = here();
        Path inside = network.namespace().call(NamespaceTest::here);
        assertThat(inside).isNotEqualTo(before);
        assertThat(here()).isEqualTo(before);
    }

    @Test
    void workFailsWithItsOwnException(PrivateNetwork network) {
        assertThatThrownBy(() -> network.namespace().call(() -> {
                    throw new FileNotFoundException("its own");
                }))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("its own");
    }

    @Test
    void aThreadStartedInItStaysInIt(PrivateNetwork network) throws Exception {
        CompletableFuture<Path> seen = new CompletableFuture<>();
        network.namespace().start("story", () -> seen.complete(here()));
        assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(network.namespace().call(NamespaceTest::here));
    }

    @Test
    void aLinkIsMovedToAnotherAndGoneFromTheFirst(PrivateNetwork network) throws Exception {
        network.pair("v0", "v1");
        try (Namespace other = Namespace.create();
                RtnetlinkSession there = RtnetlinkSession.open(other)) {
            network.session()
                    .execute(Request.set(LinkMessage.of(network.index("v1"))
                            .inNamespace(other.fd().number())));
            assertThat(network.session().link("v1")).isEmpty();
            LinkMessage moved = there.link("v1").orElseThrow();
            assertThat(moved.parentElsewhere()).isTrue();
            assertThat(moved.parent()).isEqualTo(network.index("v0"));
        }
    }

    @Test
    void aPairIsMadeWithItsOtherEndInAnother(PrivateNetwork network) throws Exception {
        try (Namespace other = Namespace.create();
                RtnetlinkSession there = RtnetlinkSession.open(other)) {
            network.session()
                    .execute(Request.add(LinkMessage.vethPair(
                            LinkMessage.named("v0").withMtu(9001),
                            LinkMessage.named("eth0")
                                    .withMac(Mac.parse("02:00:00:00:00:05"))
                                    .withMtu(9001)
                                    .inNamespace(other.fd().number()))));
            LinkMessage far = there.link("eth0").orElseThrow();
            assertThat(far.mac()).contains(Mac.parse("02:00:00:00:00:05"));
            assertThat(far.mtu()).isEqualTo(9001);
            assertThat(network.session().link("v0").orElseThrow().parentElsewhere())
                    .isTrue();
        }
    }

    @Test
    void aNamedOneIsSeenByIpNetnsAndGoneAfterClose() throws Exception {
        String name = "enid-test-" + ProcessHandle.current().pid();
        try (NamedNamespaces names = new NamedNamespaces()) {
            try (Namespace made = names.create(name);
                    Namespace opened = names.open(name)) {
                assertThat(opened.call(NamespaceTest::here)).isEqualTo(made.call(NamespaceTest::here));
                assertThat(names.names()).contains(name);
                assertThatThrownBy(() -> names.create(name))
                        .isInstanceOfSatisfying(
                                LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
            }
            Process list = new ProcessBuilder("ip", "netns", "exec", name, "ip", "link", "show", "lo").start();
            assertThat(new String(list.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("lo:");
        }
        assertThat(Path.of("/run/netns", name)).doesNotExist();
    }

    @Test
    void aNameLeftByAnInterruptedMakerIsTakenAway(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("enid-left"));
        try (NamedNamespaces names = new NamedNamespaces(directory)) {
            names.remove("enid-left");
            names.remove("enid-never-was");
            assertThat(names.names()).isEmpty();
        }
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused(@TempDir Path directory) throws Exception {
        try (NamedNamespaces names = new NamedNamespaces(directory)) {
            for (String name : new String[] {"", ".", "..", "../x", "a/b", "x\0y"}) {
                assertThatIllegalArgumentException().isThrownBy(() -> names.create(name));
            }
        }
    }

    @Test
    void aFileThatIsNoNamespaceIsNotEntered(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Namespace namespace = Namespace.at(file)) {
            assertThatThrownBy(() -> namespace.call(NamespaceTest::here))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        }
    }

    @Test
    void aVirtualThreadIsRefused() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (Fd current = ThreadNamespace.current()) {
                ThreadNamespace.enter(current);
                seen.complete(new AssertionError("entered"));
            } catch (LinuxException | RuntimeException e) {
                seen.complete(e);
            }
        });
        assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    /** What tells one namespace from another: the target of the link, net:[4026531840]. */
    private static Path here() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
