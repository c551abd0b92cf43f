package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.List;

/**
 * Addresses and prefixes to be assigned to an ENI: named, or so many of the subnet's free ones.
 *
 * @param addresses in the ENI's subnet
 * @param prefixes /28 or /80 in the ENI's subnet
 * @param countV4 free IPv4 addresses
 * @param prefixesV4 free /28s
 * @param allowReassignment whether a secondary IPv4 address that another ENI has is taken from it, as EC2 does when asked to
 */
public record AssignRequest(
        List<Ip> addresses,
        List<Cidr> prefixes,
        int countV4,
        int countV6,
        int prefixesV4,
        int prefixesV6,
        boolean allowReassignment) {

    public AssignRequest {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
        if (Math.min(Math.min(countV4, countV6), Math.min(prefixesV4, prefixesV6)) < 0) {
            throw new VpcException(VpcException.Code.INVALID, "a number of addresses is not negative");
        }
    }

    /** Whether nothing is asked for. */
    public boolean isEmpty() {
        return addresses.isEmpty() && prefixes.isEmpty() && countV4 + countV6 + prefixesV4 + prefixesV6 == 0;
    }

    /** These addresses, which must be free. */
    public static AssignRequest of(List<Ip> addresses) {
        return new AssignRequest(addresses, List.of(), 0, 0, 0, 0, false);
    }

    /** These prefixes, which must be free. */
    public static AssignRequest ofPrefixes(List<Cidr> prefixes) {
        return new AssignRequest(List.of(), prefixes, 0, 0, 0, 0, false);
    }

    /** So many of each. */
    public static AssignRequest counts(int countV4, int countV6, int prefixesV4, int prefixesV6) {
        return new AssignRequest(List.of(), List.of(), countV4, countV6, prefixesV4, prefixesV6, false);
    }
}
