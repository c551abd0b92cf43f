package dev.enid.lab.topology;

/**
 * What an instance type allows.
 *
 * @param networkCards 1 to 16
 * @param enisPerCard ENIs on each network card
 * @param addressesPerEni of each family
 * @param prefixesPerEni of each family
 */
public record Limits(int networkCards, int enisPerCard, int addressesPerEni, int prefixesPerEni) {

    /** As the larger common types have it. */
    public static final Limits DEFAULT = new Limits(1, 15, 50, 50);

    public Limits {
        check("network-cards", networkCards, 16);
        // Device indexes go up to 99: more would make two ENIs share a table.
        check("enis-per-card", enisPerCard, 100);
        check("addresses-per-eni", addressesPerEni, 1000);
        check("prefixes-per-eni", prefixesPerEni, 1000);
    }

    private static void check(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + " is 1 to " + most + ", not " + value);
        }
    }
}
