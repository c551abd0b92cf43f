package dev.enid.lab.play;

import dev.enid.lab.play.ScenarioView.EvidenceView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a person needs to see who looks for the cause of a failure. */
final class Evidence {

    private static final List<String> LOOKS = List.of(
            "ip -d address",
            "ip rule",
            "ip -6 rule",
            "ip -4 route show table all",
            "ip -6 route show table all",
            "enid status");
    private static final int LOG_LINES = 20;

    private Evidence() {}

    static List<EvidenceView> of(Scene scene, Daemons daemons, Collection<String> instances)
            throws InterruptedException {
        List<EvidenceView> all = new ArrayList<>();
        for (String instance : instances) {
            for (String command : LOOKS) {
                all.add(new EvidenceView(instance + ": " + command, look(scene, instance, command)));
            }
            if (daemons.instances().contains(instance)) {
                all.add(new EvidenceView(instance + ": the daemon's last lines", tail(daemons, instance)));
            }
        }
        return all;
    }

    private static String look(Scene scene, String instance, String command) throws InterruptedException {
        try {
            return scene.run(instance, List.of(command.split(" ", -1))).output();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String tail(Daemons daemons, String instance) {
        try {
            List<String> lines = daemons.written(instance).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
