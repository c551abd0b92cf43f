package dev.enid.lab.debian;

import dev.enid.lab.fabric.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that are run to their end. */
final class Programs {

    private Programs() {}

    /** One that has to succeed; what it wrote. */
    static String must(List<String> command) throws IOException, InterruptedException {
        Ran ran = run(new ProcessBuilder(command));
        if (ran.exit() != 0) {
            throw new LabException(String.join(" ", command) + ": " + ran.output());
        }
        return ran.output();
    }

    static Ran run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output.strip());
    }
}
