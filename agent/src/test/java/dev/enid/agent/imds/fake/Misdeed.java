package dev.enid.agent.imds.fake;

import java.nio.charset.StandardCharsets;

/** What the fake does instead of answering properly. */
public sealed interface Misdeed {

    /** Answers with this status and no body. */
    record Status(int status) implements Misdeed {}

    /** Answers 200 with this body, a byte for each character, whatever the state says. */
    record Body(String text) implements Misdeed {}

    /** Sends these bytes, then closes if asked to. */
    record Raw(String bytes, boolean thenClose) implements Misdeed {}

    /** Closes without a byte. */
    record Close() implements Misdeed {}

    /** Says the proper length, sends so many bytes of the body, and closes. */
    record CutOff(int after) implements Misdeed {}

    /** Sends half of the answer and then nothing, until the client gives up. */
    record Stall() implements Misdeed {}

    /** Sends nothing, until the client gives up. */
    record Silence() implements Misdeed {}

    /** Answers properly, in chunks of so many bytes. */
    record Chunked(int size) implements Misdeed {}

    /** Answers properly and then closes, without having said that it would. */
    record AnswerThenClose() implements Misdeed {}

    /** Changes the world just before it answers properly. */
    record Meanwhile(Runnable change) implements Misdeed {}

    static Misdeed status(int status) {
        return new Status(status);
    }

    static Misdeed body(String text) {
        return new Body(text);
    }

    static Misdeed body(byte[] bytes) {
        return new Body(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static Misdeed meanwhile(Runnable change) {
        return new Meanwhile(change);
    }
}
