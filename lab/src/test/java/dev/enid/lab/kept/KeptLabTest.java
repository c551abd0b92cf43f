package dev.enid.lab.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class KeptLabTest {

    static final List<String> TOPOLOGIES = TopologyFile.SHIPPED;

    @TempDir
    private Path directory;

    private StateFile file() {
        return new StateFile(directory.resolve("lab.state"));
    }

    private static KeptLab kept(Vpc vpc) {
        KeptRecords records = new KeptRecords(
                List.of(new KeptRecords.Attached("eni-1", "eni-attach-1", "2026-01-01T00:00:00Z", true)),
                List.of(new KeptRecords.Launched("i-1", "2026-01-01T00:00:00Z")),
                List.of(new KeptRecords.Described("eni-1", "a \"description\"\n")),
                List.of(new KeptRecords.Tagged("eni-1", List.of(new KeptRecords.Tag("k", "v")))));
        return new KeptLab(KeptLab.FORM, KeptVpc.of(vpc), records, "AKIA", "secret", 4711);
    }

    @ParameterizedTest
    @FieldSource("TOPOLOGIES")
    void whatIsWrittenIsRead(String topology) throws IOException, TopologyException {
        Vpc vpc = TopologyFile.shipped(topology);

        file().write(kept(vpc));

        assertThat(file().read()).contains(kept(vpc));
        assertThat(file().read().orElseThrow().vpc().vpc()).isEqualTo(vpc);
    }

    @Test
    void whatTheApiMadeIsReadAsWell() throws IOException, TopologyException {
        Vpc vpc = TopologyFile.shipped("two-zones")
                .attach(AttachRequest.of("b1", "float-b"))
                .stop("a1")
                .terminate("a2", Set.of("a2-0"))
                .allocate("eipalloc-1", Optional.empty())
                .allocate("eipalloc-2", Optional.of(Ip.parse("203.0.113.77")))
                .associate("eipalloc-1", "eipassoc-1", "b1-0", Optional.empty(), false)
                .createRoute(
                        RouteTable.MAIN, new VpcRoute(Cidr.parse("192.168.0.0/16"), new VpcRoute.Interface("float-b")));

        file().write(kept(vpc));

        assertThat(file().read().orElseThrow().vpc().vpc()).isEqualTo(vpc);
    }

    @Test
    void theFileIsForItsUserAloneAndWholeAtAnyMoment() throws IOException, TopologyException {
        file().write(kept(TopologyFile.shipped("two-enis")));
        file().write(kept(TopologyFile.shipped("two-zones")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(file().path());
        }
    }

    @Test
    void aFileThatIsNotOneIsRefused() throws IOException, TopologyException {
        assertThat(file().read()).isEmpty();
        file().write(kept(TopologyFile.shipped("two-enis")));
        String text = Files.readString(file().path());

        Files.writeString(file().path(), text.replace("\"form\":1", "\"form\":2"));
        assertThatThrownBy(() -> file().read()).isInstanceOf(IOException.class).hasMessageContaining("form 2");
        Files.writeString(file().path(), text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> file().read()).isInstanceOf(IOException.class).hasMessageContaining("cannot be read");
    }
}
