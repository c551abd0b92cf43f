package dev.enid.agent.iam;

/**
 * A condition of a statement: {@code StringEquals}, with capitals and small letters told apart and without wildcards.
 *
 * @param key of a request's context, such as {@code ec2:Region}
 */
public record Condition(String key, String value) {}
