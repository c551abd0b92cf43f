package dev.enid.lab.kept;

/**
 * A lab.
 *
 * @param form of this record: another program may know another
 * @param port of the EC2 API on the machine's loopback address
 */
public record KeptLab(int form, KeptVpc vpc, KeptRecords records, String accessKey, String secretKey, int port) {

    /** The one that this program writes and reads. */
    public static final int FORM = 1;
}
