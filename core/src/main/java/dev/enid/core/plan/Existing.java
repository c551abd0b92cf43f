package dev.enid.core.plan;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel holds, found by what is wanted; and what of enid's nothing has claimed. */
final class Existing {

    private record OnLink(int link, Ip ip) {}

    private static final class Place {
        private KernelObject object;
        private boolean claimed;

        Place(KernelObject object) {
            this.object = object;
        }
    }

    private final Ownership ownership;
    private final List<KernelObject> objects;
    private final Map<KernelObject.Key, Place> places;
    /** Of each of the objects, in their order. */
    private final List<Place> placed;

    private final Map<OnLink, Place> foreignAddresses = new HashMap<>();

    Existing(KernelState state, Ownership ownership) {
        this.ownership = ownership;
        this.objects = state.objects().toList();
        this.places = HashMap.newHashMap(objects.size());
        this.placed = new ArrayList<>(objects.size());
        objects.forEach(this::add);
    }

    private void add(KernelObject object) {
        KernelObject.Key key = object.key();
        Place place = places.get(key);
        if (place == null) {
            place = new Place(object);
            places.put(key, place);
        }
        placed.add(place);
        // Of two rules alike but for their maker, the other's counts: what holds already is not made again.
        if (ownership.owns(place.object)) {
            place.object = object;
        }
        if (object instanceof Address address && !ownership.owns(address)) {
            foreignAddresses.putIfAbsent(new OnLink(address.link(), address.ip()), place);
        }
    }

    /** What is there of {@code wanted}; it does not count as left over any more. */
    Optional<KernelObject> claim(KernelObject wanted) {
        Optional<Place> place = place(wanted);
        place.ifPresent(each -> each.claimed = true);
        return place.map(each -> each.object);
    }

    boolean has(KernelObject wanted) {
        return place(wanted).isPresent();
    }

    /** IPv4 tells two prefix lengths of one address apart, but someone's /24 does for our /32. */
    private Optional<Place> place(KernelObject wanted) {
        Place place = places.get(wanted.key());
        return place == null && wanted instanceof Address address
                ? Optional.ofNullable(foreignAddresses.get(new OnLink(address.link(), address.ip())))
                : Optional.ofNullable(place);
    }

    /** What is enid's and was not claimed, in the kernel's order. */
    List<KernelObject> leftovers() {
        List<KernelObject> left = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            if (!placed.get(i).claimed && ownership.owns(objects.get(i))) {
                left.add(objects.get(i));
            }
        }
        return left;
    }
}
