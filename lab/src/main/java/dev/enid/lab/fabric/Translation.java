package dev.enid.lab.fabric;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.Way;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The Internet gateway: Elastic IPs in the place of private addresses, in both directions, packet by packet and without a memory
 * of connections, so that what follows an Elastic IP's move is at its new place at once.
 *
 * @param elastic private address by Elastic IP
 * @param outside names of ports of machines that are in the Internet
 * @param inside names of ports of ENIs whose packets to Elastic IPs go by the gateway
 */
record Translation(Map<Ip, Ip> elastic, Set<String> outside, Set<String> inside) {

    static final Translation NONE = new Translation(Map.of(), Set.of(), Set.of());

    private static final int PATIENCE_SECONDS = 30;

    Translation {
        elastic = Map.copyOf(elastic);
        outside = Set.copyOf(outside);
        inside = Set.copyOf(inside);
    }

    static Translation of(Vpc vpc) {
        Map<Ip, Ip> elastic = new TreeMap<>();
        vpc.elasticIps()
                .values()
                .forEach(each -> each.association()
                        .filter(place -> vpc.holder(place.privateIp())
                                .filter(vpc::plugged)
                                .isPresent())
                        .ifPresent(place -> elastic.put(each.publicIp(), place.privateIp())));
        Set<String> outside = vpc.outside().values().stream()
                .filter(machine -> machine.way() == Way.INTERNET)
                .map(OutsideMachine::name)
                .collect(Collectors.toSet());
        Ways ways = new Ways(vpc);
        Set<String> inside = vpc.enis().values().stream()
                .filter(vpc::plugged)
                .filter(eni -> elastic.keySet().stream().anyMatch(ip -> ways.toElasticIp(vpc.subnet(eni), ip)))
                .map(VpcEni::name)
                .collect(Collectors.toSet());
        return new Translation(elastic, outside, inside);
    }

    /**
     * For {@code nft -f}: one transaction that puts this in the place of what was there. Names and addresses are the topology's,
     * which has no others than those of a-z, 0-9 and dashes.
     */
    String script() {
        List<String> inbound = elastic.entrySet().stream()
                .map(each -> each.getKey() + " : " + each.getValue())
                .sorted()
                .toList();
        List<String> outbound = elastic.entrySet().stream()
                .map(each -> each.getValue() + " : " + each.getKey())
                .sorted()
                .toList();
        List<String> publics =
                elastic.keySet().stream().map(Ip::toString).sorted().toList();
        return """
                table ip enid-lab
                delete table ip enid-lab
                table ip enid-lab {
                  map inbound {
                    type ipv4_addr : ipv4_addr
                    %s
                  }
                  map outbound {
                    type ipv4_addr : ipv4_addr
                    %s
                  }
                  set elastic {
                    type ipv4_addr
                    %s
                  }
                  set outside {
                    type ifname
                    %s
                  }
                  set inside {
                    type ifname
                    %s
                  }
                  chain arriving {
                    type filter hook prerouting priority -300
                    iifname @outside ip daddr set ip daddr map @inbound accept
                    iifname @outside drop
                    ip saddr @elastic drop
                    iifname @inside ip daddr @elastic jump around
                  }
                  chain around {
                    ip saddr set ip saddr map @outbound ip daddr set ip daddr map @inbound accept
                    drop
                  }
                  chain leaving {
                    type filter hook postrouting priority 300
                    oifname @outside ip saddr set ip saddr map @outbound accept
                    oifname @outside drop
                  }
                }
                """.formatted(
                        elements(inbound),
                        elements(outbound),
                        elements(publics),
                        elements(quoted(outside)),
                        elements(quoted(inside)));
    }

    private static List<String> quoted(Set<String> names) {
        return new TreeSet<>(names).stream().map(name -> '"' + name + '"').toList();
    }

    private static String elements(List<String> all) {
        return all.isEmpty() ? "" : "elements = { " + String.join(", ", all) + " }";
    }

    /**
     * Makes it so in that namespace.
     *
     * @throws LabException where this machine has no nft, or the kernel refuses
     */
    void install(Namespace fabric) throws IOException {
        Process nft;
        try {
            nft = fabric.call(() -> new ProcessBuilder("nft", "-f", "-")
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new LabException(
                    "Elastic IPs and machines in the Internet need the program nft (Debian: apt install nftables): "
                            + e.getMessage(),
                    e);
        }
        try (OutputStream in = nft.getOutputStream()) {
            in.write(script().getBytes(StandardCharsets.UTF_8));
        }
        String complaint = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!nft.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || nft.exitValue() != 0) {
                throw new LabException("nft does not translate Elastic IPs: " + complaint);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while Elastic IPs were set up", e);
        }
    }
}
