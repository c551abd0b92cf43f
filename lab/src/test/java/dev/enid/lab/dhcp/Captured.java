package dev.enid.lab.dhcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Packets of real clients: each is in a file, with the command that made it. */
final class Captured {

    /** Of DHCP for IPv4. */
    static final List<String> V4 = List.of(
            "dhclient-discover",
            "dhclient-request",
            "udhcpc-discover",
            "udhcpc-request",
            "networkd-discover",
            "networkd-request");

    static final List<String> V6 = List.of("dhclient-solicit", "dhcpcd-solicit", "networkd-solicit");

    private Captured() {}

    static byte[] bytes(String name) {
        try (InputStream in = Captured.class.getResourceAsStream(name + ".hex")) {
            if (in == null) {
                throw new AssertionError("no capture " + name);
            }
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining());
            return HexFormat.of().parseHex(hex);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
