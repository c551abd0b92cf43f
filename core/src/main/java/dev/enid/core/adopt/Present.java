package dev.enid.core.adopt;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel holds of that which is wanted, whoever made it. */
final class Present {

    private record OnLink(int link, Ip ip) {}

    private final Map<KernelObject.Key, KernelObject> objects = new HashMap<>();
    private final Map<OnLink, Address> addresses = new HashMap<>();

    Present(KernelState state) {
        state.objects().forEach(object -> objects.putIfAbsent(object.key(), object));
        state.addresses().forEach(each -> addresses.putIfAbsent(new OnLink(each.link(), each.ip()), each));
    }

    Optional<KernelObject> of(KernelObject wanted) {
        KernelObject same = objects.get(wanted.key());
        return same == null && wanted instanceof Address address
                ? Optional.ofNullable(addresses.get(new OnLink(address.link(), address.ip())))
                : Optional.ofNullable(same);
    }

    static List<Address> ofIp(KernelState state, Address address) {
        return state.addresses().stream()
                .filter(each -> each.link() == address.link() && each.ip().equals(address.ip()))
                .toList();
    }
}
