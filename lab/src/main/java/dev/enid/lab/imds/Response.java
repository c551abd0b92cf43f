package dev.enid.lab.imds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP answer.
 *
 * @param headers further lines, without their ends
 */
record Response(int status, String contentType, List<String> headers, String body) {

    /** What the real service writes with its errors; that it says EC2ws tells clients that they are on EC2. */
    private static final String SERVER = "EC2ws";

    Response {
        headers = List.copyOf(headers);
    }

    static Response text(String body) {
        return new Response(200, "text/plain", List.of("Accept-Ranges: none"), body);
    }

    /** An error with the page that the real service sends. */
    static Response error(int status) {
        String title = status + " - " + reason(status);
        return new Response(status, "text/html", List.of(), """
                <?xml version="1.0" encoding="iso-8859-1"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
                \t\t "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
                 <head>
                  <title>%s</title>
                 </head>
                 <body>
                  <h1>%s</h1>
                 </body>
                </html>
                """.formatted(title, title));
    }

    /** The method does not fit the path. This error of the real service has no page. */
    static Response notAllowed(String allowed) {
        return new Response(405, "text/plain", List.of("Allow: " + allowed), "");
    }

    static Response movedTo(String location) {
        return new Response(301, "text/plain", List.of("Location: " + location), "");
    }

    Response with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Response(status, contentType, more, body);
    }

    Response withBody(String other) {
        return new Response(status, contentType, headers, other);
    }

    /** Status line, headers and body in one piece, so that they leave in one packet where they fit. */
    byte[] toBytes(boolean withBody, boolean keepAlive, Instant now) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        head.append("\r\nContent-Type: ").append(contentType);
        head.append("\r\nContent-Length: ").append(content.length);
        head.append("\r\nDate: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        head.append("\r\nServer: ").append(SERVER);
        headers.forEach(line -> head.append("\r\n").append(line));
        if (!keepAlive) {
            head.append("\r\nConnection: close");
        }
        head.append("\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + content.length);
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 301 -> "Moved Permanently";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Not Allowed";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Error";
        };
    }
}
