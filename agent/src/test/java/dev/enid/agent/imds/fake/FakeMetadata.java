package dev.enid.agent.imds.fake;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Mac;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tree of keys below {@code /latest/meta-data/}. Directories are made of what is in them. */
public final class FakeMetadata {

    public static final String MACS = "network/interfaces/macs/";

    private final Map<String, String> leaves = new LinkedHashMap<>();
    private final Set<String> hidden = new HashSet<>();

    /** Shows exactly this instance; the key network-card only if {@code cards}. */
    public synchronized FakeMetadata show(Instance instance, boolean cards) {
        leaves.clear();
        hidden.clear();
        leaves.put("instance-id", instance.id());
        leaves.put("placement/availability-zone", instance.zone());
        leaves.put("mac", instance.primary().orElseThrow().mac().toString());
        instance.enis().forEach(eni -> attach(eni, cards));
        return this;
    }

    /** Adds an ENI, or replaces it. */
    public synchronized FakeMetadata attach(Eni eni, boolean cards) {
        detach(eni.mac());
        set(eni.mac(), "device-number", Integer.toString(eni.deviceIndex()));
        set(eni.mac(), "interface-id", eni.id().text());
        set(eni.mac(), "ipv4-associations/203.0.113.7", "10.0.0.1");
        lines(eni.mac(), "ipv6s", eni.ipv6());
        set(eni.mac(), "local-hostname", "ip-10-0-0-10.ec2.internal");
        lines(eni.mac(), "local-ipv4s", eni.ipv4());
        set(eni.mac(), "mac", eni.mac().toString());
        if (cards) {
            set(eni.mac(), "network-card", Integer.toString(eni.networkCard()));
        }
        set(eni.mac(), "security-groups", "default");
        eni.subnetV4().ifPresent(subnet -> set(eni.mac(), "subnet-ipv4-cidr-block", subnet.toString()));
        lines(eni.mac(), "subnet-ipv6-cidr-blocks", eni.subnetsV6());
        lines(eni.mac(), "ipv4-prefix", of(Family.V4, eni.prefixes()));
        lines(eni.mac(), "ipv6-prefix", of(Family.V6, eni.prefixes()));
        return this;
    }

    private static Collection<Cidr> of(Family family, Collection<Cidr> prefixes) {
        return prefixes.stream().filter(prefix -> prefix.family() == family).toList();
    }

    private void lines(Mac mac, String key, Collection<?> values) {
        if (!values.isEmpty()) {
            set(mac, key, values.stream().map(Objects::toString).collect(Collectors.joining("\n")));
        }
    }

    public synchronized FakeMetadata detach(Mac mac) {
        leaves.keySet().removeIf(path -> path.startsWith(MACS + mac + "/"));
        return this;
    }

    /** Sets a key of an ENI. */
    public synchronized FakeMetadata set(Mac mac, String key, String text) {
        return set(MACS + mac + "/" + key, text);
    }

    public synchronized FakeMetadata set(String path, String text) {
        leaves.put(path, text);
        return this;
    }

    /** Takes a key away, from its directory too. */
    public synchronized FakeMetadata remove(Mac mac, String key) {
        return remove(MACS + mac + "/" + key);
    }

    public synchronized FakeMetadata remove(String path) {
        if (leaves.remove(path) == null) {
            throw new AssertionError("there is no " + path);
        }
        return this;
    }

    /** Lists a key in its directory and answers 404 for it: not propagated yet. */
    public synchronized FakeMetadata hide(Mac mac, String key) {
        leaves.putIfAbsent(MACS + mac + "/" + key, "");
        hidden.add(MACS + mac + "/" + key);
        return this;
    }

    /** Lists an ENI and answers 404 for its directory. */
    public synchronized FakeMetadata hide(Mac mac) {
        hidden.add(MACS + mac);
        return this;
    }

    public synchronized FakeMetadata showHidden() {
        hidden.clear();
        return this;
    }

    /** What is at a path, with or without a slash at its end: a key's text, or a directory's entries. */
    synchronized Optional<String> at(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (hidden.contains(plain)) {
            return Optional.empty();
        }
        String leaf = leaves.get(plain);
        if (leaf != null) {
            return Optional.of(leaf);
        }
        Set<String> entries = new LinkedHashSet<>();
        String directory = plain.isEmpty() ? "" : plain + "/";
        for (String key : leaves.keySet()) {
            if (key.startsWith(directory)) {
                String rest = key.substring(directory.length());
                int slash = rest.indexOf('/');
                entries.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", entries));
    }
}
