package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.MachineNetwork;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lab of someone who is not root: in a user namespace, with nothing of it to be seen outside. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NobodysLabTest {

    @Test
    void worksWithoutAnyPowers() throws Exception {
        String before = MachineNetwork.now();
        try (OpenDirectory directory = OpenDirectory.make();
                Person nobody = Person.nobody(directory.path())) {
            String lab = nobody.lab('n');

            assertThat(nobody.sees("lab", "up", lab))
                    .containsPattern("instance web  i-[0-9a-f]{17}  eu-central-1a  process [0-9]+\\n");
            nobody.sees("lab", "attach", "--lab", lab, "web", "web-1");
            assertThat(nobody.reads(lab, "web", "id -u; enid apply"))
                    .startsWith("0\n")
                    .contains("Converged.");
            assertThat(nobody.reads(lab, "client", "ping -c 1 10.0.2.20")).contains("1 received");
            assertThat(MachineNetwork.now()).isEqualTo(before);
            assertThat(nobody.sees("lab", "down", lab)).isEqualTo("lab " + lab + " is down\n");
            assertThat(nobody.sees("lab", "list")).isEqualTo("No labs. enid lab up starts one.\n");
        }
        assertThat(MachineNetwork.now()).isEqualTo(before);
    }
}
