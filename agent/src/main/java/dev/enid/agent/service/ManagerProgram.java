package dev.enid.agent.service;

import dev.enid.core.render.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of a network manager, run without a shell and with an environment of its own. */
final class ManagerProgram implements ManagerDesk.Runner, Programs {

    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "TERM", "dumb");

    private static final int MOST_BYTES = 64 * 1024;

    @Override
    public ManagerDesk.Answer run(Command command, Duration patience) throws InterruptedException {
        Said said = ask(command, patience);
        return new ManagerDesk.Answer(said.well(), said.last());
    }

    @Override
    public Said ask(Command command, Duration patience) throws InterruptedException {
        String name = command.words().getFirst();
        Optional<Path> file = DIRECTORIES.stream()
                .map(each -> each.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        if (file.isEmpty()) {
            return Said.not("there is no program " + name);
        }
        List<String> words = new java.util.ArrayList<>(command.words());
        words.set(0, file.get().toString());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.directory(Path.of("/").toFile());
        try {
            return answer(builder.start(), patience);
        } catch (IOException e) {
            return Said.not("it could not be started: " + e.getMessage());
        }
    }

    /** What it starts in the background may keep its output open; what it says itself is there when it has ended. */
    private static Said answer(Process process, Duration patience) throws InterruptedException {
        Words words = new Words(process.getInputStream());
        Thread reading = Thread.ofPlatform().name("enid-words").daemon().start(words);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return Said.not("it did not end within " + patience.toSeconds() + " s");
            }
            reading.join(Duration.ofSeconds(1));
            int status = process.exitValue();
            String said = words.text();
            if (status == 0) {
                return new Said(true, said, words.all());
            }
            return new Said(false, "exit status " + status + (said.isEmpty() ? "" : ": " + said), words.all());
        } finally {
            process.destroyForcibly();
        }
    }

    private static final class Words implements Runnable {
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Words(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] bytes = new byte[4096];
            try (in) {
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    add(new String(bytes, 0, count, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // Then it says no more.
            }
        }

        private synchronized void add(String more) {
            if (text.length() < MOST_BYTES) {
                text.append(more);
            }
        }

        synchronized String all() {
            return text.toString();
        }

        /** The last line: what a program ends with is why. */
        synchronized String text() {
            return text.toString()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce("", (_, line) -> line)
                    .replaceAll("\\p{Cntrl}", "?");
        }
    }
}
