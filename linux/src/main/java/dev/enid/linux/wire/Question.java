package dev.enid.linux.wire;

/** Something asked of the kernel, that it answers by messages. */
public interface Question {

    /** What is asked, in the words of the program that would ask it. */
    String words();

    /** Writes it with its header. */
    void encode(Encoder out, int sequence, boolean acknowledged);
}
