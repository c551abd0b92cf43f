package dev.enid.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./bench [NAME...]}: measures, and prints a table. */
public final class Main {

    private static final int USAGE = 64;

    private Main() {}

    /**
     * Measures, and ends the process with an exit code.
     *
     * @param arguments the executable to be measured, then names of measurements; none for all
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("hotplug", new Hotplug());
        all.put("crowd", new Crowd());
        all.put("steady", new Steady());
        all.put("drift", new Drift());
        all.put("installing", new Installing());
        all.put("marks", new Marks());
        all.put("throughput", new Throughput());
        all.put("move", new Moves());
        all.put("small", new Small());
        Program program = new Program(Path.of(arguments[0]));
        List<String> names = Stream.of(arguments).skip(1).toList();
        for (String name : names) {
            if (!all.containsKey(name)) {
                System.err.println("bench: no measurement " + name + "; there are " + String.join(", ", all.keySet()));
                System.exit(USAGE);
            }
        }
        System.out.println("| what | measured | asked for | met |");
        System.out.println("| --- | --- | --- | --- |");
        for (Map.Entry<String, Measurement> each : all.entrySet()) {
            if (names.isEmpty() || names.contains(each.getKey())) {
                System.err.println("bench: measuring " + each.getKey() + " ...");
                each.getValue().measure(program).forEach(figure -> System.out.println(figure.toMarkdown()));
            }
        }
    }
}
