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
 * SLES: wicked (since 12), with {@code ifcfg-}, {@code ifroute-} and {@code ifrule-} files for each secondary ENI; before, the scripts
 * of sysconfig, which know no rules and are given a script for these. Tables go by number: the name that guides give theirs, such as
 * MYHA, would need a line in /etc/iproute2/rt_tables, which is someone else's file.
 */
final class Sles implements Renderer {

    private static final String DIRECTORY = "/etc/sysconfig/network";

    @Override
    public Backend backend() {
        return Backend.SLES;
    }

    @Override
    public List<Place> places() {
        return List.of(
                new Place(DIRECTORY, "{ifcfg,ifroute,ifrule}-*"),
                new Place(DIRECTORY + "/if-up.d", SlesRules.NAME),
                new Place(DIRECTORY + "/if-down.d", SlesRules.NAME));
    }

    @Override
    public FileSet files(HostNetwork network) {
        List<HostFile> files = new ArrayList<>();
        for (EniNetwork eni : network.enis()) {
            SlesFiles own = new SlesFiles(eni, DIRECTORY);
            files.add(own.ifcfg());
            if (!isOfOthers(network.host(), eni.link().name())) {
                files.addAll(own.routesAndRules());
            }
        }
        if (!wicked(network.host()) && !network.enis().isEmpty()) {
            files.addAll(SlesRules.files(DIRECTORY));
        }
        return FileSet.of(files);
    }

    /** As it is when nothing is known of the host. */
    private static boolean wicked(HostEnvironment host) {
        return host.has(HostEnvironment.WICKED) || !host.has(HostEnvironment.SLES_IFUP);
    }

    private static boolean isOfOthers(HostEnvironment host, String link) {
        Optional<FoundFile> there = host.files().at(path(link));
        return there.isPresent() && there.get().marker().isEmpty();
    }

    private static String path(String link) {
        return DIRECTORY + "/ifcfg-" + link;
    }

    /** Both have it: with wicked it is a name of wicked itself. */
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

    /** As with the RHEL family's: what had its file before was brought up with it. */
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
