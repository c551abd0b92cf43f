package dev.enid.lab.topology;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.nio.charset.StandardCharsets;

/**
 * Ids and MAC addresses made from a topology's seed and a thing's name: the same file gives the same VPC, and a change to
 * one thing in it does not rename the others.
 */
public record Identity(long seed) {

    /** {@code i-0a1b2c3d4e5f60718}: 17 hexadecimal digits, of which EC2 makes the first a 0. */
    public String id(String kind, String name) {
        return String.format("%s-0%016x", kind, hash(kind, name));
    }

    public EniId eniId(String name) {
        return new EniId(id("eni", name));
    }

    /** Locally administered and unicast, as those of ENIs are; 40 bits are the name's. */
    public Mac mac(String name) {
        return new Mac(0x02L << 40 | hash("mac", name) >>> 24);
    }

    /** An address of 169.254/16 that is not one of AWS's services', of which those known end in .169.x and .170.x. */
    public Ip linkLocal(String name) {
        long bits = hash("link-local", name);
        int third = 1 + (int) ((bits >>> 8 & 0xff) % 160);
        int fourth = 1 + (int) ((bits & 0xff) % 254);
        return Ip.v4(0xa9fe0000 | third << 8 | fourth);
    }

    /** FNV-1a over the words, and the end of SplitMix64 so that near names get far ids. */
    private long hash(String kind, String name) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (byte b : (kind + '/' + name).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
