package dev.enid.lab.ec2;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param path percent-encoded, as sent
 * @param query the same, empty where there is none
 * @param headers by name in small letters
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record Request(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** The parameters: those of a GET stand in its query, those of a POST in its body. */
    String form() {
        return body.length == 0 ? query : new String(body, StandardCharsets.UTF_8);
    }
}
