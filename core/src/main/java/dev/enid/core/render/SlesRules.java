package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import java.util.List;

/**
 * What SLES 11 runs when a link has come up, and before it goes down (ifup(8)): the rules of {@code ifrule-} files, which it does not
 * read by itself.
 */
final class SlesRules {

    static final String NAME = "enid";

    private SlesRules() {}

    static List<HostFile> files(String directory) {
        return List.of(file(directory, "up", "add"), file(directory, "down", "del"));
    }

    private static HostFile file(String directory, String when, String verb) {
        String text = """
                #!/bin/sh
                %s
                # Called with the name of a configuration and that of its interface.
                rules=%s/ifrule-$1
                test -f "$rules" || exit 0
                grep '^ipv[46] ' "$rules" | while read -r family rule; do
                    # shellcheck disable=SC2086 # words of iproute2
                    ip "-${family#ipv}" rule %s $rule 2>/dev/null
                done
                exit 0
                """.formatted(Marker.ofHost(Backend.SLES).line(), directory, verb);
        return new HostFile(directory + "/if-" + when + ".d/" + NAME, 0755, text);
    }
}
