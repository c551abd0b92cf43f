package dev.enid.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The network of the machine that the tests run on. */
public final class MachineNetwork {

    private MachineNetwork() {}

    /** Links by name and flags, addresses, rules, routes and forwarding: without counters and lifetimes. */
    public static String now() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String what :
                List.of("link", "addr", "rule", "-6 rule", "route show table all", "-6 route show table all")) {
            List<String> command = new ArrayList<>(List.of("ip", "-brief"));
            command.addAll(List.of(what.split(" ", -1)));
            Ended ended = Ended.of(new ProcessBuilder(command).start());
            assertThat(ended.code()).as("%s: %s", command, ended).isZero();
            text.append(ended.out());
        }
        text.append(Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")));
        text.append(Files.readString(Path.of("/proc/sys/net/ipv6/conf/default/forwarding")));
        return text.toString().replaceAll(" expires \\d+sec", "");
    }
}
