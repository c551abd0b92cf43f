package dev.enid.agent.iam;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a policy is limited to.
 *
 * @param region of {@code partition}; empty for all of them
 * @param account twelve digits; empty for any: it is the policy's own, and those that share with it
 * @param tag that everything has to have that is changed
 */
public record Scope(Partition partition, Optional<String> region, Optional<String> account, Optional<Tag> tag) {

    /** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html. */
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /**
     * A scope.
     *
     * @throws IllegalArgumentException when the region is none of the partition, or the account no account ID
     */
    public Scope {
        if (region.isPresent() && !Partition.ofRegion(region.get()).equals(Optional.of(partition))) {
            throw new IllegalArgumentException("no region of " + partition.text() + ": " + region.get());
        }
        if (account.isPresent() && !isAccount(account.get())) {
            throw new IllegalArgumentException("no account ID: " + account.get());
        }
    }

    /** Whether that is the ID of an account. */
    public static boolean isAccount(String text) {
        return ACCOUNT.matcher(text).matches();
    }
}
