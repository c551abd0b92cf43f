package dev.enid.linux.wire;

/** What the value of an attribute must look like, as the kernel's own nla_policy says for what it is sent. */
@FunctionalInterface
interface Shape {

    /** Checks the value in {@code bytes} from {@code from} to before {@code to}. */
    void check(byte[] bytes, int from, int to) throws DecodeFault;

    Shape U8 = exactly(1);
    Shape U16 = exactly(2);
    Shape U32 = exactly(4);
    Shape U64 = exactly(8);
    Shape TEXT = (bytes, from, to) -> {};

    Shape IP = (bytes, from, to) -> {
        if (to - from != 4 && to - from != 16) {
            throw new DecodeFault("an address of " + (to - from) + " bytes");
        }
    };

    static Shape exactly(int length) {
        return (bytes, from, to) -> {
            if (to - from != length) {
                throw new DecodeFault("a value of " + (to - from) + " bytes where " + length + " are due");
            }
        };
    }

    static Shape atLeast(int length) {
        return (bytes, from, to) -> {
            if (to - from < length) {
                throw new DecodeFault("a value of " + (to - from) + " bytes where at least " + length + " are due");
            }
        };
    }

    static Shape nested(Policy policy) {
        return (bytes, from, to) -> policy.check(bytes, from, to);
    }
}
