package dev.enid.agent.iam;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A group of regions with accounts and ARNs of its own:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html.
 *
 * <p>The shapes of their regions' names are those of {@code regionRegex} in partitions.json, which comes with AWS's SDKs; that
 * of {@code aws} takes any two letters, where the file lists the parts of the world that have regions so far.
 */
public enum Partition {
    AWS("aws", "(?!cn)[a-z]{2}-[a-z]+-[0-9]+"),
    AWS_CN("aws-cn", "cn-[a-z]+-[0-9]+"),
    AWS_US_GOV("aws-us-gov", "us-gov-[a-z]+-[0-9]+");

    private final String text;
    private final Pattern region;

    Partition(String text, String region) {
        this.text = text;
        this.region = Pattern.compile(region);
    }

    /** As it stands in an ARN, and as a person types it. */
    public String text() {
        return text;
    }

    /** The one a person typed. */
    public static Optional<Partition> tryParse(String text) {
        return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** The one a region is in, by the shape of its name: whether there is such a region only AWS knows. */
    public static Optional<Partition> ofRegion(String region) {
        return Stream.of(values())
                .filter(each -> each.region.matcher(region).matches())
                .findFirst();
    }
}
