package dev.enid.lab.kept;

import java.util.List;

/** What the EC2 API keeps beside the VPC. Times are as ISO 8601 has them. */
public record KeptRecords(
        List<Attached> attachments, List<Launched> launched, List<Described> descriptions, List<Tagged> tags) {

    /** An attachment, by its ENI's id. */
    public record Attached(String eni, String id, String at, boolean deleteOnTermination) {}

    /** When an instance was launched. */
    public record Launched(String instance, String at) {}

    /** An ENI's description. */
    public record Described(String eni, String text) {}

    /** A tag; a thing that has none is there with none. */
    public record Tagged(String resource, List<Tag> tags) {}

    public record Tag(String key, String value) {}
}
