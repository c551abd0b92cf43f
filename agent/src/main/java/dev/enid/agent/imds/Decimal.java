package dev.enid.agent.imds;

/** Whole numbers as IMDS and HTTP write them: digits only. */
final class Decimal {

    private Decimal() {}

    /** The number, or -1 where the text is not 1 to 9 digits without a needless leading zero, or is more than {@code most}. */
    static int parse(String text, int most) {
        int length = text.length();
        if (length == 0 || length > 9 || (length > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= most ? value : -1;
    }
}
