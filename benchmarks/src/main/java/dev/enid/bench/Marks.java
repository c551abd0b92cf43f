package dev.enid.bench;

import dev.enid.agent.nftables.Nftables;
import dev.enid.agent.nftables.Refusal;
import dev.enid.core.kernel.MarkTable;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table of marks, put and changed in one warm process, and the same by {@code nft}. */
final class Marks implements Measurement {

    private static final int FEW = 3;
    private static final int MANY = 15;
    private static final int TIMES = 100;
    private static final int WARM_UP = 200;
    private static final int STARTS = 50;
    private static final int MASK = 0x7f000000;
    private static final int SHIFT = 24;

    /** A transaction waits for what the kernel tidies up after the one before, and no host has them one upon the other. */
    private static final Duration BETWEEN = Duration.ofMillis(20);

    @Override
    public List<Figure> measure(Program program) throws IOException, InterruptedException {
        try (Namespace namespace = Namespace.create();
                Nftables nftables = Nftables.in(namespace)) {
            List<Figure> figures = new ArrayList<>();
            Rounds few = new Rounds(nftables, FEW);
            Rounds many = new Rounds(nftables, MANY);
            few.run(WARM_UP, false);
            few.run(TIMES, true);
            many.run(TIMES, true);
            figures.add(Figure.atMost(
                    "the marks of 3 ENIs installed by libnftables, warm, median of " + TIMES,
                    few.put.median(),
                    3,
                    "ms"));
            figures.add(Figure.atMost("the same, changed to those of 2", few.changed.median(), 3, "ms"));
            figures.add(Figure.told("the marks of 15 ENIs installed by libnftables", many.put.median(), "ms"));
            figures.add(Figure.told("the same by nft, median of " + STARTS, byProgram(namespace), "ms"));
            figures.add(Figure.told("the table read after a change", many.read.median(), "ms"));
            figures.add(Figure.told("the same where nothing has changed", many.unchanged.median(), "ms"));
            return figures;
        } catch (Refusal refusal) {
            throw new IOException(refusal);
        }
    }

    /** So many ENIs, again and again. */
    private static final class Rounds {
        private final Samples put = new Samples();
        private final Samples changed = new Samples();
        private final Samples read = new Samples();
        private final Samples unchanged = new Samples();
        private final Nftables nftables;
        private final int enis;

        Rounds(Nftables nftables, int enis) {
            this.nftables = nftables;
            this.enis = enis;
        }

        void run(int times, boolean counts) throws Refusal, IOException, InterruptedException {
            for (int i = 0; i < times; i++) {
                nftables.remove();
                pause(counts);
                measured(put, counts, () -> nftables.put(table(enis)));
                pause(counts);
                measured(changed, counts, () -> nftables.put(table(enis - 1)));
                measured(read, counts, () -> expect(nftables, table(enis - 1)));
                measured(unchanged, counts, () -> expect(nftables, table(enis - 1)));
            }
        }

        private static void pause(boolean counts) throws InterruptedException {
            if (counts) {
                Thread.sleep(BETWEEN);
            }
        }
    }

    private static double byProgram(Namespace namespace) throws IOException, InterruptedException, Refusal {
        Samples samples = new Samples();
        Path ruleset = Files.createTempFile("enid-bench-", ".nft");
        try {
            Files.writeString(ruleset, replacing(nft(namespace, "list", "table", "inet", "enid")));
            for (int i = 0; i < STARTS; i++) {
                Thread.sleep(BETWEEN);
                measured(samples, true, () -> nft(namespace, "-f", ruleset.toString()));
            }
        } finally {
            Files.delete(ruleset);
        }
        return samples.median();
    }

    private static MarkTable table(int enis) {
        SortedMap<String, Integer> marks = new TreeMap<>();
        for (int i = 0; i < enis; i++) {
            marks.put("ens" + (5 + i), (i + 1) << SHIFT);
        }
        return new MarkTable(MASK, marks);
    }

    /** Something that is timed. */
    private interface Timed {
        void run() throws Refusal, IOException, InterruptedException;
    }

    private static void measured(Samples samples, boolean counts, Timed timed)
            throws Refusal, IOException, InterruptedException {
        long start = System.nanoTime();
        timed.run();
        if (counts) {
            samples.add(since(start));
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void expect(Nftables nftables, MarkTable table) throws IOException {
        if (!nftables.read().equals(Optional.of(table))) {
            throw new IOException("what was put was not read back: " + nftables.read());
        }
    }

    private static String replacing(String listing) {
        return "add table inet enid\ndelete table inet enid\n" + listing;
    }

    private static String nft(Namespace namespace, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Process process = namespace.call(
                () -> new ProcessBuilder(command).redirectErrorStream(true).start());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
