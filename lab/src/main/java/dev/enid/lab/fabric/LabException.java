package dev.enid.lab.fabric;

import java.io.IOException;

/** The lab cannot be had as things are on this machine; the message says what to do about it. */
public final class LabException extends IOException {

    private static final long serialVersionUID = 1;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
