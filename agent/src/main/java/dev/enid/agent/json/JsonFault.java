package dev.enid.agent.json;

/** A text that is not the JSON that was expected; the message says where and what. */
public final class JsonFault extends Exception {

    private static final long serialVersionUID = 1L;

    public JsonFault(String message) {
        super(message);
    }

    public JsonFault(String message, Throwable cause) {
        super(message, cause);
    }
}
