package dev.enid.lab.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a host names the links of its ENIs, in the order in which they come. */
public enum LinkNaming {
    /** {@code eth0}, {@code eth1}, as Amazon Linux 2 and kernels without predictable names. */
    ETH(0),
    /** {@code ens5}, {@code ens6}, by PCI slot, as most images on Nitro. */
    ENS(5);

    private final int first;

    LinkNaming(int first) {
        this.first = first;
    }

    /** The first name that is not taken: a slot freed by a detached ENI is used again. */
    public String next(Set<String> taken) {
        int number = first;
        while (taken.contains(word() + number)) {
            number++;
        }
        return word() + number;
    }

    /** As a topology file says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LinkNaming> parse(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
