package dev.enid.agent.snapshot;

import dev.enid.agent.json.JsonFault;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostFile;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a kernel and a file system vouch for, and a document does not. */
final class Plausible {

    /** dev_valid_name(): 1 to 15 characters, no slash, colon or white space; {@code .} and {@code ..} are none. */
    private static final Pattern LINK = Pattern.compile("(?!\\.{1,2}$)[^\\s/:\\p{Cntrl}]{1,15}");
    /** ALTIFNAMSIZ, linux/if.h. */
    private static final Pattern ALTERNATIVE = Pattern.compile("[^\\s/\\p{Cntrl}]{1,127}");

    private Plausible() {}

    static void check(SavedSnapshot saved) throws JsonFault {
        check(saved.snapshot().state());
        for (Map.Entry<String, FoundFile> each :
                saved.host().environment().files().files().entrySet()) {
            String path = each.getValue().path();
            if (!path.equals(each.getKey()) || !HostFile.isPlain(path)) {
                throw new JsonFault("host.environment.files.files[" + Quoted.of(each.getKey())
                        + "]: no plain absolute path, or another one: " + Quoted.of(path));
            }
        }
    }

    private static void check(KernelState state) throws JsonFault {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < state.links().size(); i++) {
            String place = "kernel.value.links[" + i + "]";
            Link link = state.links().get(i);
            if (!LINK.matcher(link.name()).matches()) {
                throw new JsonFault(place + ".name: no name of a link: " + Quoted.of(link.name()));
            }
            for (String name : link.altNames()) {
                if (!ALTERNATIVE.matcher(name).matches()) {
                    throw new JsonFault(place + ".altNames: no name of a link: " + Quoted.of(name));
                }
            }
            if (!seen.add(link.index()) || !seen.add(link.name())) {
                throw new JsonFault(place + ": another link has its name or its index");
            }
        }
        for (int i = 0; i < state.addresses().size(); i++) {
            Address address = state.addresses().get(i);
            Ip ip = address.ip();
            if (address.prefixLength() < 0
                    || address.prefixLength() > ip.family().bits()) {
                throw new JsonFault("kernel.value.addresses[" + i + "].prefixLength: " + ip + " has "
                        + ip.family().bits() + " bits, and no prefix of " + address.prefixLength());
            }
        }
    }
}
