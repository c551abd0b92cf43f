package dev.enid.lab.ec2;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** CreateTags, DeleteTags and DescribeTags. */
final class Tags {

    /** Bounds: EC2 User Guide, "Tag restrictions". */
    private static final int MOST_TAGS = 50;

    private static final int MOST_KEY = 127;
    private static final int MOST_VALUE = 255;

    private static final List<String> FILTERS = List.of("key", "resource-id", "resource-type", "value");

    private static final Map<String, String> TYPES = Map.of(
            "eipalloc",
            "elastic-ip",
            "eni",
            "network-interface",
            "i",
            "instance",
            "rtb",
            "route-table",
            "subnet",
            "subnet",
            "vpc",
            "vpc");

    private final Cloud cloud;

    Tags(Cloud cloud) {
        this.cloud = cloud;
    }

    private record Tag(String resource, String key, String value) {

        String type() {
            return TYPES.getOrDefault(resource.substring(0, resource.indexOf('-')), "");
        }

        Collection<String> of(String filter) {
            return switch (filter) {
                case "key" -> List.of(key);
                case "resource-id" -> List.of(resource);
                case "resource-type" -> List.of(type());
                default -> List.of(value);
            };
        }

        /** Of all there are, no two have the same. */
        String id() {
            return resource + " " + key;
        }
    }

    List<Xml> describe(Query query) throws Ec2Fault {
        Filters filters = Filters.of(query, FILTERS);
        List<Tag> all = cloud.records().tags().entrySet().stream()
                .flatMap(each -> each.getValue().entrySet().stream()
                        .map(tag -> new Tag(each.getKey(), tag.getKey(), tag.getValue())))
                .filter(tag -> filters.take(tag::of, Map.of(tag.key, tag.value)))
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
        return Pages.of(query, all, Tag::id, false)
                .answer(
                        "tagSet",
                        tag -> List.of(
                                Xml.of("resourceId", tag.resource),
                                Xml.of("resourceType", tag.type()),
                                Xml.of("key", tag.key),
                                Xml.of("value", tag.value)));
    }

    List<Xml> create(Query query) throws Ec2Fault {
        List<String> resources = resources(query);
        Map<String, String> added = read(query);
        if (added.isEmpty()) {
            throw Ec2Fault.missing("Tag");
        }
        for (String id : resources) {
            check(cloud.records().tags(id), added);
        }
        Cloud.stopDryRun(query);
        resources.forEach(id -> put(cloud.records(), id, added));
        return List.of(Xml.of("return", true));
    }

    /** Without tags all of them go; a tag without a value goes whatever its value is. */
    List<Xml> delete(Query query) throws Ec2Fault {
        List<String> resources = resources(query);
        List<Query> tags = query.members("Tag");
        Cloud.stopDryRun(query);
        for (String id : resources) {
            cloud.records().tag(id, before -> {
                if (tags.isEmpty()) {
                    before.clear();
                }
                tags.forEach(tag -> before.entrySet()
                        .removeIf(each -> each.getKey().equals(tag.text("Key").orElse(""))
                                && tag.text("Value")
                                        .map(each.getValue()::equals)
                                        .orElse(true)));
                return before;
            });
        }
        return List.of(Xml.of("return", true));
    }

    /**
     * Those that a request gives to what it makes.
     *
     * @param type of what it makes, {@code network-interface}
     */
    static Map<String, String> specified(Query query, String type) throws Ec2Fault {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Query specification : query.members("TagSpecification")) {
            String of = specification.required("ResourceType");
            if (!TYPES.containsValue(of)) {
                throw Ec2Fault.invalid("ResourceType", of, "The lab has " + new TreeSet<>(TYPES.values()) + ".");
            }
            if (of.equals(type)) {
                tags.putAll(read(specification));
            }
        }
        check(new TreeMap<>(), tags);
        return tags;
    }

    private List<String> resources(Query query) throws Ec2Fault {
        List<String> ids = query.list("ResourceId");
        if (ids.isEmpty()) {
            throw Ec2Fault.missing("ResourceId");
        }
        for (String id : ids) {
            if (!cloud.records().knows(id)) {
                throw Ec2Fault.of("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
        return ids;
    }

    private static Map<String, String> read(Query query) throws Ec2Fault {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Query tag : query.members("Tag")) {
            String key = tag.required("Key");
            String value = tag.text("Value").orElse("");
            if (key.length() > MOST_KEY || value.length() > MOST_VALUE || key.startsWith("aws:")) {
                throw Ec2Fault.invalid(
                        "Tag",
                        key,
                        "A key has at most 127 characters and does not begin with aws:, a value has at most 255.");
            }
            tags.put(key, value);
        }
        return tags;
    }

    private static void check(SortedMap<String, String> there, Map<String, String> added) throws Ec2Fault {
        long more =
                added.keySet().stream().filter(key -> !there.containsKey(key)).count();
        if (there.size() + more > MOST_TAGS) {
            throw Ec2Fault.of("TagLimitExceeded", "A resource has at most " + MOST_TAGS + " tags");
        }
    }

    static void put(Records records, String id, Map<String, String> added) {
        records.tag(id, before -> {
            before.putAll(added);
            return before;
        });
    }
}
