package dev.enid.lab.imds;

import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, without its body, which the service never reads.
 *
 * @param path decoded, without query, always with a slash at its start
 * @param headers by lower-case name
 * @param keepAlive whether the client wants to go on with this connection
 */
record Request(String method, String path, Map<String, String> headers, boolean keepAlive) {

    Request {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
