package dev.enid.core.ip;

/** ASCII hexadecimal only: {@link Character#digit} also takes the digits of other scripts. */
final class HexDigit {

    private HexDigit() {}

    /** 0 to 15, or -1. */
    static int of(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
