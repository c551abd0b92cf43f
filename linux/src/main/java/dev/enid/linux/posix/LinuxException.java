package dev.enid.linux.posix;

import java.io.IOException;
import java.util.Optional;

/** The kernel refused something: the errno, what was tried, and the kernel's own words where it gave some. */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1;

    private final Errno errno;
    private final String request;
    private final String kernelWords;

    public LinuxException(Errno errno, String request) {
        this(errno, request, Optional.empty());
    }

    /**
     * With the kernel's own words.
     *
     * @param request what was tried, in the words of {@code ip} or as the call's name and its arguments
     * @param kernelMessage the text of the kernel's extended acknowledgement (NLMSGERR_ATTR_MSG of linux/netlink.h)
     */
    public LinuxException(Errno errno, String request, Optional<String> kernelMessage) {
        super(request + ": " + errno.words() + " (" + errno + ")"
                + kernelMessage.map(words -> ": " + words).orElse(""));
        this.errno = errno;
        this.request = request;
        this.kernelWords = kernelMessage.orElse("");
    }

    /** Of an errno as a positive number; one that is not listed is named by its number. */
    public static LinuxException of(int number, String request, Optional<String> kernelMessage) {
        Errno errno = Errno.of(number);
        Optional<String> words =
                errno == Errno.OTHER ? kernelMessage.or(() -> Optional.of("errno " + number)) : kernelMessage;
        return new LinuxException(errno, request, words);
    }

    public Errno errno() {
        return errno;
    }

    public String request() {
        return request;
    }

    /** What the kernel said beside the number, from NETLINK_EXT_ACK. */
    public Optional<String> kernelMessage() {
        return kernelWords.isEmpty() ? Optional.empty() : Optional.of(kernelWords);
    }
}
