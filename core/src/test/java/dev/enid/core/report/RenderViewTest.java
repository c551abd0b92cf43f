package dev.enid.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.host.Host;
import dev.enid.core.report.RenderView.FileView;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a manager's files would say, as a person sees them. */
class RenderViewTest {

    private static final String INTERFACES = "/etc/network/interfaces.d/";

    private static RenderView view(Host host, Settings settings) {
        Host set = host.settings(settings);
        return RenderView.of(set.snapshot(), set.desired(), settings);
    }

    private static Host host() {
        return Host.withPrimary().attached(1, "10.0.2.0/24", "10.0.2.20");
    }

    @Test
    void everyFileWithItsModeAndThenWhatTheManagerIsTold() {
        RenderView render = view(host(), Settings.DEFAULT.with(Backend.IFUPDOWN));

        assertThat(render.backend()).isEqualTo("ifupdown");
        assertThat(render.because()).first().isEqualTo("backend = \"ifupdown\" is in force");
        assertThat(render.files()).extracting(FileView::path).contains(INTERFACES + "eth1.cfg");
        assertThat(render.commands()).containsExactly("ifup eth1");
        FileView file = render.files().stream()
                .filter(each -> each.path().endsWith("eth1.cfg"))
                .findFirst()
                .orElseThrow();
        assertThat(file.mode()).isEqualTo("0644");
        assertThat(file.text()).contains("iface eth1 inet");
        assertThat(RenderText.of(render, Styles.PLAIN, 60))
                .contains("# " + INTERFACES + "eth1.cfg  mode 0644\n" + file.text() + "\n")
                .endsWith("# then ifupdown is told\nifup eth1\n");
    }

    @Test
    void whatIsThereByNowMakesNoDifference() {
        Settings settings = Settings.DEFAULT.with(Backend.IFUPDOWN);
        RenderView first = view(host(), settings);
        Host again = host();
        first.files().forEach(each -> again.file(each.path(), each.text()));

        assertThat(view(again, settings)).isEqualTo(first);
    }

    @Test
    void aFileThatSomeoneElseHasThereIsNamed() {
        Host host = host().file("/etc/dhcp/dhclient-enter-hooks.d/enid", "exit 0\n");

        RenderView render = view(host, Settings.DEFAULT.with(Backend.IFUPDOWN));

        assertThat(render.notes())
                .contains("/etc/dhcp/dhclient-enter-hooks.d/enid would not be written: it was not written by enid and"
                        + " stays; move it away to let enid write it.");
        assertThat(RenderText.of(render, Styles.PLAIN, Integer.MAX_VALUE)).contains("ifup eth1\n\n! /etc/dhcp/");
    }

    @Test
    void withoutFilesItSaysWhy() {
        Settings ignoring = new Settings(List.of(EniSelector.parse("eth1")), new TreeSet<>(), true, false, 9001);

        RenderView render = view(host(), ignoring.with(Backend.SLES));

        assertThat(render.files()).isEmpty();
        assertThat(render.commands()).isEmpty();
        assertThat(RenderText.of(render, Styles.PLAIN, Integer.MAX_VALUE))
                .startsWith("! There are no files to write: no secondary ENI is to be brought up by sles.\n! eth1: ");
    }
}
