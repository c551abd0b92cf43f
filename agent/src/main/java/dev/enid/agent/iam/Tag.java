package dev.enid.agent.iam;

import java.util.Optional;

/**
 * A tag that a resource has to have. EC2 allows keys of 1 to 128 characters and values of up to 256:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions.
 */
public record Tag(String key, String value) {

    /** In characters, as EC2 counts them. */
    static final int LONGEST_KEY = 128;

    static final int LONGEST_VALUE = 256;

    /**
     * A tag.
     *
     * @throws IllegalArgumentException when EC2 could have no such tag
     */
    public Tag {
        if (!possible(key, value)) {
            throw new IllegalArgumentException("no tag of EC2: " + key + "=" + value);
        }
    }

    /** From {@code KEY=VALUE}, cut at the first equals sign; a value may be empty. */
    public static Optional<Tag> tryParse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        String key = text.substring(0, equals);
        String value = text.substring(equals + 1);
        return possible(key, value) ? Optional.of(new Tag(key, value)) : Optional.empty();
    }

    private static boolean possible(String key, String value) {
        return !key.isEmpty()
                && key.codePointCount(0, key.length()) <= LONGEST_KEY
                && value.codePointCount(0, value.length()) <= LONGEST_VALUE
                && key.chars().noneMatch(Character::isISOControl)
                && value.chars().noneMatch(Character::isISOControl);
    }

    /**
     * That a resource has it. In a value IAM would replace <code>${...}</code> by something of the request, so a dollar sign
     * before a brace is written as the variable that stands for one:
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html.
     */
    Condition condition() {
        return new Condition("aws:ResourceTag/" + key, value.replace("${", "${$}{"));
    }
}
