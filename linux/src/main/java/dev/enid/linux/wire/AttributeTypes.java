package dev.enid.linux.wire;

/** A set of attribute types below 64. Each attribute of each message of a dump is held against one. */
record AttributeTypes(long bits) {

    static AttributeTypes of(int... types) {
        long bits = 0;
        for (int type : types) {
            bits |= 1L << type;
        }
        return new AttributeTypes(bits);
    }

    boolean has(int type) {
        return type < Long.SIZE && (bits & 1L << type) != 0;
    }
}
