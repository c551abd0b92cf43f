package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * network-scripts of the RHEL family (sysconfig.txt of initscripts): {@code ifcfg-}, {@code route-} and {@code rule-} files for each
 * secondary ENI, as ec2-net-utils 1.x named them.
 */
final class Ifcfg implements Renderer {

    private static final String DIRECTORY = "/etc/sysconfig/network-scripts";

    @Override
    public Backend backend() {
        return Backend.IFCFG;
    }

    @Override
    public List<Place> places() {
        return List.of(new Place(DIRECTORY, "{ifcfg,route,route6,rule,rule6}-*"));
    }

    @Override
    public FileSet files(HostNetwork network) {
        List<HostFile> files = new ArrayList<>();
        for (EniNetwork eni : network.enis()) {
            IfcfgFiles own = new IfcfgFiles(eni, DIRECTORY, protocol(network.host()));
            files.add(own.ifcfg());
            if (!isOfOthers(network.host(), eni.link().name())) {
                files.addAll(own.routesAndRules());
            }
        }
        return FileSet.of(files);
    }

    /** Where someone else says what becomes of the link, that file stays, and ours must not add to it when it is read. */
    private static boolean isOfOthers(HostEnvironment host, String link) {
        Optional<FoundFile> there = host.files().at(path(link));
        return there.isPresent() && there.get().marker().isEmpty();
    }

    /**
     * Rules with a protocol are known to iproute2 since 4.17, of 2018: those of RHEL 6 and 7 and of the first Amazon Linux refuse the
     * whole line.
     */
    private static boolean protocol(HostEnvironment host) {
        String version = Optional.ofNullable(host.osRelease().get("VERSION_ID")).orElse("");
        return !version.isEmpty() && !version.matches("(?:6|7|201[0-9])(?:\\..*)?");
    }

    private static String path(String link) {
        return DIRECTORY + "/ifcfg-" + link;
    }

    /** While their files still say which rules go with them. */
    @Override
    public List<Command> before(Bringing bringing) {
        return bringing.gone().stream().map(link -> Command.of("ifdown", link)).toList();
    }

    @Override
    public List<Command> after(Bringing bringing) {
        return bringing.up().map(link -> Command.of("ifup", link)).toList();
    }

    @Override
    public boolean follows() {
        return false;
    }

    /**
     * The scripts leave no word of what they did. A link that had its file before this pass was brought up with it, when it was
     * written or by the last boot; what is missing since is enid's to put, for ifup would do all of it once more.
     */
    @Override
    public Set<String> broughtUp(HostEnvironment host, List<Link> links) {
        Set<String> up = new TreeSet<>();
        links.stream()
                .map(Link::name)
                .filter(link -> host.files().at(path(link)).isPresent())
                .forEach(up::add);
        return up;
    }
}
