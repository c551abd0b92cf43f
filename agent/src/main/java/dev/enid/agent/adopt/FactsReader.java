package dev.enid.agent.adopt;

import dev.enid.agent.files.HostFiles;
import dev.enid.agent.service.Programs;
import dev.enid.core.adopt.Facts;
import dev.enid.core.adopt.KnownFiles;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.render.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at files, units, DHCP clients and marks. What it reads is anybody's: only what has a known shape is taken over. */
public final class FactsReader {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> PATTERNS = List.of(
            "policy-routes@*",
            "refresh-policy-routes@*",
            "elastic-network-interfaces.service",
            "ec2-ifup@*",
            "ec2net-ifup@*",
            "ec2net-scan.service");

    private static final Pattern UNIT = Pattern.compile("(?:(?:refresh-)?policy-routes@|ec2-ifup@|ec2net-ifup@)"
            + "[A-Za-z0-9._-]{1,15}\\.(?:service|timer)|elastic-network-interfaces\\.service|ec2net-scan\\.service");

    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9._@-]{1,15}");

    /** Marks 0x10001 and up, each with its mask. */
    private static final Pattern MARK =
            Pattern.compile("-A [A-Z][A-Z0-9_-]{0,28} [-A-Za-z0-9_./!: ]*0x100[0-9a-f]{2}[-A-Za-z0-9_./!: ]*");

    private static final int MOST_BYTES = 4096;

    private final Path root;
    private final Programs programs;

    /** @param root of the file system, {@code /} but in tests */
    public FactsReader(Path root, Programs programs) {
        this.root = root;
        this.programs = programs;
    }

    /** As they are now; what cannot be looked at is told. */
    public Facts read() throws InterruptedException {
        List<String> trouble = new ArrayList<>();
        FoundFiles files = HostFiles.at(root, KnownFiles.PLACES);
        boolean forked = files.files().keySet().stream().anyMatch(path -> path.startsWith("/etc/network/ec2net"));
        return new Facts(files, units(trouble), clients(), forked ? marks(trouble) : List.of(), trouble);
    }

    private SortedSet<String> units(List<String> trouble) throws InterruptedException {
        SortedSet<String> units = new TreeSet<>();
        if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
            return units;
        }
        List<String> words = new ArrayList<>(
                List.of("systemctl", "list-units", "--all", "--plain", "--no-legend", "--no-pager", "--full"));
        words.addAll(PATTERNS);
        Programs.Said said = programs.ask(new Command(words), PATIENCE);
        if (!said.well()) {
            trouble.add("The units of systemd could not be listed: " + said.last() + ".");
            return units;
        }
        said.text().lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] columns = line.split("\\s+", 4);
            boolean loaded = columns.length > 2 && columns[1].equals("loaded") && !columns[2].equals("inactive");
            if (loaded && UNIT.matcher(columns[0]).matches()) {
                units.add(columns[0]);
            }
        });
        return units;
    }

    /** dhclient whose last word is a link, as ifup and network-scripts start it. */
    private List<Facts.Client> clients() {
        List<Facts.Client> clients = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path each : processes) {
                List<String> words = commandLine(root, each.getFileName().toString());
                String program = words.isEmpty() ? "" : words.getFirst();
                if (program.substring(program.lastIndexOf('/') + 1).equals("dhclient")
                        && each.getFileName().toString().matches("[0-9]{1,9}")
                        && LINK.matcher(words.getLast()).matches()) {
                    clients.add(new Facts.Client(
                            Long.parseLong(each.getFileName().toString()), words.getLast(), printable(words)));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        clients.sort(Comparator.comparingLong(Facts.Client::process));
        return clients;
    }

    static String printable(List<String> words) {
        return String.join(" ", words).replaceAll("[^\\x20-\\x7e]", "?");
    }

    static List<String> commandLine(Path root, String process) {
        try (InputStream in =
                Files.newInputStream(root.resolve("proc").resolve(process).resolve("cmdline"))) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<String> marks(List<String> trouble) throws InterruptedException {
        Programs.Said said = programs.ask(Command.of("iptables-save", "-t", "mangle"), PATIENCE);
        if (!said.well()) {
            trouble.add("The marks of iptables could not be listed: " + said.last() + ".");
            return List.of();
        }
        return said.text()
                .lines()
                .map(MARK::matcher)
                .filter(Matcher::matches)
                .map(Matcher::group)
                .toList();
    }
}
