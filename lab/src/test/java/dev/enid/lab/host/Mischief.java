package dev.enid.lab.host;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AssignRequest;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** What happens to a host at random: EC2 gives and takes, and somebody there types the wrong commands. */
final class Mischief {

    private static final List<String> SWEEPS = List.of(
            "rule flush protocol 236",
            "-6 rule flush protocol 236",
            "route flush table all protocol 236",
            "-6 route flush table all protocol 236",
            "route flush table main protocol 236",
            "-6 route flush table main protocol 236");

    private final LabHost host;
    private final Random random;
    /** The one address more that each ENI is given now and then, by its number. */
    private final IntFunction<Ip> spare;

    /** @param spare of each ENI, free in its subnet */
    Mischief(LabHost host, Random random, IntFunction<Ip> spare) {
        this.host = host;
        this.random = random;
        this.spare = spare;
    }

    /** One thing, and what it was. */
    String happen() throws Exception {
        int number = 1 + random.nextInt(2);
        boolean attached = host.eni(number).attachment().isPresent();
        return switch (random.nextInt(4)) {
            case 0, 1 -> attached ? detach(number) : attach(number);
            case 2 -> readdress(random.nextInt(3));
            default -> attached && random.nextBoolean() ? unaddress(number) : sweep();
        };
    }

    private String attach(int number) throws Exception {
        host.attach(number);
        return "attach " + number;
    }

    private String detach(int number) throws Exception {
        host.detach(number);
        return "detach " + number;
    }

    private String readdress(int number) throws Exception {
        Ip ip = spare.apply(number);
        String eni = host.eni(number).name();
        if (host.eni(number).ipv4().contains(ip)) {
            host.network().unassign(eni, List.of(ip.toCidr()));
            return "unassign " + ip;
        }
        host.network().assign(eni, AssignRequest.of(List.of(ip)));
        return "assign " + ip;
    }

    private String unaddress(int number) throws Exception {
        String link =
                host.eni(number).attachment().orElseThrow().interfaceName().orElseThrow();
        // The link-local address would not come back, and is not ours.
        host.shell().tryIp("address flush dev " + link + " scope global");
        return "flush " + link;
    }

    private String sweep() throws Exception {
        String what = SWEEPS.get(random.nextInt(SWEEPS.size()));
        host.shell().tryIp(what);
        return what;
    }
}
