package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's ifupdown (interfaces(5), ifup(8)) with ISC's dhclient: a file for each secondary ENI, as ubuntu-ec2net had it, and two
 * hooks of dhclient-script(8). The names of files and of the opt-out are that tool's.
 */
final class Ifupdown implements Renderer {

    private static final String ETC = "/etc/network";
    private static final String DIRECTORY = ETC + "/interfaces.d";
    private static final String RUN = "/run/network";

    private static final Pattern STANZA = Pattern.compile("^[ \\t]*iface[ \\t]+(\\S+)", Pattern.MULTILINE);
    /** {@code eth1=eth1}: a link, and the stanza by which it came up. */
    private static final Pattern STATE = Pattern.compile("^([^=\\s]+)=", Pattern.MULTILINE);

    /** With {@code source-directory} no file is read whose name has a dot. */
    private static final Pattern WITHOUT_DOTS =
            Pattern.compile("^[ \\t]*source-directory[ \\t]+(?:/etc/network/)?interfaces\\.d", Pattern.MULTILINE);

    private static final Pattern WITH_DOTS =
            Pattern.compile("^[ \\t]*source[ \\t]+(?:/etc/network/)?interfaces\\.d/", Pattern.MULTILINE);

    @Override
    public Backend backend() {
        return Backend.IFUPDOWN;
    }

    @Override
    public List<Place> places() {
        return List.of(
                new Place(ETC, "interfaces"),
                new Place(DIRECTORY, "*"),
                new Place(DhclientHooks.ENTER, DhclientHooks.NAME),
                new Place(DhclientHooks.EXIT, DhclientHooks.NAME),
                new Place(RUN, "if*"));
    }

    /** The hooks are there with no ENI, too: udev brings one up that is kept in a file, before enid looks. */
    @Override
    public FileSet files(HostNetwork network) {
        FoundFiles found = network.host().files();
        Set<String> others = ofOthers(found);
        List<HostFile> files = new ArrayList<>(DhclientHooks.files());
        network.enis().stream()
                .filter(eni -> !others.contains(eni.link().name()))
                .map(eni -> new HostFile(path(eni.link().name(), found), 0644, Stanzas.of(eni)))
                .forEach(files::add);
        return FileSet.of(files);
    }

    private static String path(String link, FoundFiles found) {
        String interfaces = found.at(ETC + "/interfaces").map(FoundFile::text).orElse("");
        boolean dots = WITH_DOTS.matcher(interfaces).find()
                || !WITHOUT_DOTS.matcher(interfaces).find();
        return DIRECTORY + "/" + link + (dots ? ".cfg" : "");
    }

    /**
     * Links that someone else's files describe. ifupdown would carry out what these and ours say, one after the other, with two DHCP
     * clients; so theirs alone counts.
     */
    private static Set<String> ofOthers(FoundFiles found) {
        return Stream.concat(found.at(ETC + "/interfaces").stream(), found.in(DIRECTORY))
                .filter(file -> file.marker().isEmpty())
                .flatMap(file -> STANZA.matcher(file.text()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * While its file is still there, which says what was put. Without {@code --force} ifdown stops at the first failure, and the
     * device may be gone.
     */
    @Override
    public List<Command> before(Bringing bringing) {
        return bringing.gone().stream()
                .map(link -> Command.of("ifdown", "--force", link))
                .toList();
    }

    /** A link that is up already stays as it is: ifup says so, and is content. Each has an answer of its own. */
    @Override
    public List<Command> after(Bringing bringing) {
        return bringing.up().map(link -> Command.of("ifup", link)).toList();
    }

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
        Set<String> configured = configured(host);
        return links.stream()
                .filter(Link::up)
                .map(Link::name)
                .filter(configured::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where the file of an ENI stays when it goes. Its rules and its DHCP client would stay too, and ifup do nothing when it returns. */
    @Override
    public Set<String> lost(HostEnvironment host, KernelState state) {
        Set<String> ours = host.files()
                .in(DIRECTORY)
                .flatMap(file -> file.marker().stream())
                .map(Marker::link)
                .collect(Collectors.toSet());
        return configured(host).stream()
                .filter(link -> ours.contains(link) && state.link(link).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<Address.Id> put(HostEnvironment host, KernelState state) {
        Set<Address.Id> put = new HashSet<>();
        host.files()
                .in(DIRECTORY)
                .filter(file -> !file.saysHandsOff())
                .forEach(file -> file.marker()
                        .filter(marker -> marker.backend() == Backend.IFUPDOWN)
                        .flatMap(marker -> state.link(marker.link()))
                        .ifPresent(link -> put.addAll(Stanzas.put(file.text(), link.index()))));
        return put;
    }

    /** By ifup's own list, which names a link before all is done; as long as that takes, there is a file with the process id. */
    private static Set<String> configured(HostEnvironment host) {
        return host.files().at(RUN + "/ifstate").stream()
                .flatMap(file -> STATE.matcher(file.text()).results())
                .map(match -> match.group(1))
                .filter(link -> host.files().at(RUN + "/ifup-" + link + ".pid").isEmpty())
                .collect(Collectors.toSet());
    }

    /** The marker of the files of one ENI. */
    static Marker marker(EniNetwork eni) {
        return Marker.of(Backend.IFUPDOWN, eni.eni().id(), eni.link().name());
    }
}
