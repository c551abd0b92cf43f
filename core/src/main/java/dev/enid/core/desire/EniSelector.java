package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Mac;
import dev.enid.core.ip.Quoted;
import dev.enid.core.kernel.Link;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person names an ENI: {@code eni-...}, a MAC address, {@code device-number-1} ({@code .C} for a card), or an interface. */
public sealed interface EniSelector {

    record ById(EniId id) implements EniSelector {}

    record ByMac(Mac mac) implements EniSelector {}

    record ByDevice(int networkCard, int deviceIndex) implements EniSelector {}

    record ByInterface(String name) implements EniSelector {}

    Pattern DEVICE = Pattern.compile("(?:device-number-)?(\\d{1,2})(?:\\.(\\d{1,2}))?");
    /** IFNAMSIZ leaves 15 characters; the kernel refuses slash and white space, and we all that is not plain. */
    Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.:@-]{1,15}");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for what is none of the forms
     */
    static EniSelector parse(String text) {
        if (text.startsWith("eni-")) {
            return new ById(new EniId(text));
        }
        Optional<Mac> mac = Mac.tryParse(text);
        if (mac.isPresent()) {
            return new ByMac(mac.get());
        }
        Matcher device = DEVICE.matcher(text);
        if (device.matches()) {
            int card = device.group(2) == null ? 0 : Integer.parseInt(device.group(2));
            return new ByDevice(card, Integer.parseInt(device.group(1)));
        }
        if (INTERFACE.matcher(text).matches()) {
            return new ByInterface(text);
        }
        throw new IllegalArgumentException(
                "not an ENI id, MAC address, device index or interface name: " + Quoted.of(text));
    }

    default boolean matches(Eni eni, Optional<Link> link) {
        return switch (this) {
            case ById(EniId id) -> eni.id().equals(id);
            case ByMac(Mac mac) -> eni.mac().equals(mac);
            case ByDevice(int card, int index) -> eni.networkCard() == card && eni.deviceIndex() == index;
            case ByInterface(String name) ->
                link.map(each -> each.name().equals(name)).orElse(false);
        };
    }

    /** As a person writes it; {@link #parse} reads it back. */
    default String text() {
        return switch (this) {
            case ById(EniId id) -> id.text();
            case ByMac(Mac mac) -> mac.toString();
            case ByDevice(int card, int index) -> "device-number-" + index + (card == 0 ? "" : "." + card);
            case ByInterface(String name) -> name;
        };
    }
}
