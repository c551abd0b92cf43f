package dev.enid.lab.ec2;

import dev.enid.lab.kept.KeptRecords;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What the API keeps beside the VPC, by the ids of things: tags, descriptions, and each attachment's own id. Safe for several threads. */
final class Records {

    /**
     * An attachment.
     *
     * @param id {@code eni-attach-0a1b2c3d4e5f60718}
     * @param at when it was made
     */
    record Attached(String id, Instant at, boolean deleteOnTermination) {}

    private record Held(Attachment place, Attached attached) {}

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Held> attachments = new HashMap<>();
    private final Map<String, Instant> launched = new HashMap<>();
    private final Map<String, String> descriptions = new HashMap<>();
    private final Map<String, SortedMap<String, String>> tags = new HashMap<>();

    Records(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** As they are now, whatever becomes of these. */
    synchronized Records copy() {
        Records copy = new Records(clock, random);
        copy.attachments.putAll(attachments);
        copy.descriptions.putAll(descriptions);
        copy.launched.putAll(launched);
        tags.forEach((id, own) -> copy.tags.put(id, new TreeMap<>(own)));
        return copy;
    }

    /** To be written down. */
    synchronized KeptRecords kept() {
        return new KeptRecords(
                attachments.entrySet().stream()
                        .map(each -> kept(each.getKey(), each.getValue().attached))
                        .toList(),
                launched.entrySet().stream()
                        .map(each -> new KeptRecords.Launched(
                                each.getKey(), each.getValue().toString()))
                        .toList(),
                descriptions.entrySet().stream()
                        .map(each -> new KeptRecords.Described(each.getKey(), each.getValue()))
                        .toList(),
                tags.entrySet().stream()
                        .map(each -> new KeptRecords.Tagged(
                                each.getKey(),
                                each.getValue().entrySet().stream()
                                        .map(tag -> new KeptRecords.Tag(tag.getKey(), tag.getValue()))
                                        .toList()))
                        .toList());
    }

    private static KeptRecords.Attached kept(String eni, Attached attached) {
        return new KeptRecords.Attached(eni, attached.id, attached.at.toString(), attached.deleteOnTermination);
    }

    /** What was written down, of that VPC. */
    synchronized void restore(KeptRecords kept, Vpc vpc) {
        for (KeptRecords.Attached each : kept.attachments()) {
            Attached attached = new Attached(each.id(), Instant.parse(each.at()), each.deleteOnTermination());
            vpc.eni(each.eni()).attachment().ifPresent(place -> attachments.put(each.eni(), new Held(place, attached)));
        }
        kept.launched().forEach(each -> launched.put(each.instance(), Instant.parse(each.at())));
        kept.descriptions().forEach(each -> descriptions.put(each.eni(), each.text()));
        for (KeptRecords.Tagged each : kept.tags()) {
            SortedMap<String, String> own = new TreeMap<>();
            each.tags().forEach(tag -> own.put(tag.key(), tag.value()));
            tags.put(each.resource(), own);
        }
    }

    /** An id that nothing else has; EC2 makes the first of the 17 digits a 0. */
    String newId(String kind) {
        return String.format("%s-0%016x", kind, random.nextLong());
    }

    /** Takes note of what came and went, by whomever: what there is to begin with has its name in the topology as a tag. */
    synchronized void become(Vpc vpc) {
        boolean begins = tags.isEmpty();
        Set<String> there = new HashSet<>();
        name(there, vpc.id(), "lab", begins);
        for (Subnet subnet : vpc.subnets().values()) {
            name(there, subnet.id(), subnet.name(), begins);
        }
        for (VpcInstance instance : vpc.instances().values()) {
            name(there, instance.id(), instance.name(), begins);
            launched.putIfAbsent(instance.id(), clock.instant());
        }
        vpc.elasticIps().keySet().forEach(id -> name(there, id, id, false));
        vpc.routeTables().values().forEach(table -> name(there, table.id(), table.name(), begins));
        for (VpcEni eni : vpc.enis().values()) {
            String id = eni.id().text();
            name(there, id, eni.name(), begins);
            Optional<Attachment> place = eni.attachment();
            if (place.isEmpty()) {
                attachments.remove(id);
            } else if (Optional.ofNullable(attachments.get(id))
                    .filter(held -> held.place().isThatOf(place.get()))
                    .isEmpty()) {
                boolean primary = place.get().primary();
                attachments.put(id, new Held(place.get(), new Attached(newId("eni-attach"), clock.instant(), primary)));
            }
        }
        attachments.keySet().retainAll(there);
        descriptions.keySet().retainAll(there);
        tags.keySet().retainAll(there);
    }

    private void name(Set<String> there, String id, String name, boolean begins) {
        there.add(id);
        tags.computeIfAbsent(id, _ -> new TreeMap<>(begins ? Map.of("Name", name) : Map.of()));
    }

    /** When it was. */
    synchronized Instant launched(VpcInstance instance) {
        return launched.getOrDefault(instance.id(), clock.instant());
    }

    synchronized Optional<Attached> attachment(VpcEni eni) {
        return Optional.ofNullable(attachments.get(eni.id().text())).map(Held::attached);
    }

    synchronized void deleteOnTermination(VpcEni eni, boolean delete) {
        attachments.computeIfPresent(
                eni.id().text(),
                (id, held) -> new Held(held.place, new Attached(held.attached.id, held.attached.at, delete)));
    }

    synchronized String description(VpcEni eni) {
        return descriptions.getOrDefault(eni.id().text(), "");
    }

    synchronized void describe(VpcEni eni, String description) {
        descriptions.put(eni.id().text(), description);
    }

    /** Whether there is such a thing to put tags on. */
    synchronized boolean knows(String id) {
        return tags.containsKey(id);
    }

    synchronized SortedMap<String, String> tags(String id) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(tags.getOrDefault(id, new TreeMap<>())));
    }

    /** All ids that have tags, with them. */
    synchronized SortedMap<String, SortedMap<String, String>> tags() {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        tags.keySet().forEach(id -> all.put(id, tags(id)));
        return all;
    }

    synchronized void tag(String id, UnaryOperator<SortedMap<String, String>> change) {
        tags.computeIfPresent(id, (same, before) -> change.apply(new TreeMap<>(before)));
    }
}
