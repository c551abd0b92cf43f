package dev.enid.agent.imds;

import java.util.OptionalInt;

/**
 * A whole answer.
 *
 * @param status 200 to 599
 * @param body a character for each byte
 * @param tokenSeconds the header X-aws-ec2-metadata-token-ttl-seconds, which comes with a token
 * @param reusable whether the connection may carry another request
 */
record HttpAnswer(int status, String body, OptionalInt tokenSeconds, boolean reusable) {}
