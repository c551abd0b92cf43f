package dev.enid.core.purity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Core mentions nothing that reaches out of it; and each ban is shown to find what it bans. */
class CorePurityTest {

    /** What a violation looks like in the sources, and a part of what the finding must say. */
    record Violation(String statement, String finding) {
        @Override
        public String toString() {
            return statement;
        }
    }

    static final List<Violation> VIOLATIONS = List.of(
            new Violation("java.nio.file.Files.exists(null);", "java.nio.file.Files: core reads and writes no files"),
            new Violation("java.nio.file.Path.of(\"x\").toRealPath();", "java.nio.file.Path.toRealPath: core reads"),
            new Violation("java.nio.file.FileSystems.getDefault();", "java.nio.file.FileSystems: core reads"),
            new Violation("new java.io.File(\"/etc\");", "java.io.File: core reads and writes no files"),
            new Violation("new java.io.FileInputStream(\"/etc/hosts\");", "java.io.FileInputStream: core reads"),
            new Violation(
                    "new java.io.RandomAccessFile(\"/etc/hosts\", \"r\");", "java.io.RandomAccessFile: core reads"),
            new Violation("new java.util.zip.ZipFile(\"x\");", "java.util.zip.ZipFile: core reads"),
            new Violation("new java.util.jar.JarFile(\"x\");", "java.util.jar.JarFile: core reads"),
            new Violation(
                    "String.class.getResourceAsStream(\"x\");", "java.lang.Class.getResourceAsStream: core reads"),
            new Violation("String.class.getResource(\"x\");", "java.lang.Class.getResource: core reads"),
            new Violation("ClassLoader.getSystemClassLoader();", "java.lang.ClassLoader: core reads"),
            new Violation("java.util.ServiceLoader.load(Runnable.class);", "java.util.ServiceLoader: core reads"),
            new Violation("new java.net.Socket();", "java.net.Socket: core opens no sockets"),
            new Violation("java.net.InetAddress.getByName(\"x\");", "java.net.InetAddress: core opens no sockets"),
            new Violation("java.nio.channels.SocketChannel.open();", "java.nio.channels.SocketChannel: core opens no"),
            new Violation("javax.net.SocketFactory.getDefault();", "javax.net.SocketFactory: core opens no sockets"),
            new Violation("java.lang.foreign.Linker.nativeLinker();", "java.lang.foreign.Linker: native access"),
            new Violation("System.loadLibrary(\"c\");", "java.lang.System.loadLibrary: native access"),
            new Violation("System.load(\"/c.so\");", "java.lang.System.load: native access"),
            new Violation("java.time.Instant.now();", "java.time.Instant.now: core has no clock"),
            new Violation("Supplier<Object> s = java.time.Instant::now;", "java.time.Instant.now: core has no clock"),
            new Violation("java.time.LocalDate.now();", "java.time.LocalDate.now: core has no clock"),
            new Violation("java.time.Clock.systemUTC();", "java.time.Clock.systemUTC: core has no clock"),
            new Violation("java.time.Clock.systemDefaultZone();", "java.time.Clock.systemDefaultZone: core has no"),
            new Violation("java.time.Clock.tickMillis(null);", "java.time.Clock.tickMillis: core has no clock"),
            new Violation("java.time.InstantSource.system();", "java.time.InstantSource.system: core has no clock"),
            new Violation("System.currentTimeMillis();", "java.lang.System.currentTimeMillis: core has no clock"),
            new Violation("System.nanoTime();", "java.lang.System.nanoTime: core has no clock"),
            new Violation("new java.util.Date();", "java.util.Date.<init>: core has no clock"),
            new Violation("java.util.Calendar.getInstance();", "java.util.Calendar.getInstance: core has no clock"),
            new Violation("System.getenv(\"HOME\");", "java.lang.System.getenv: core does not see the environment"),
            new Violation("System.getProperty(\"x\");", "java.lang.System.getProperty: core does not see"),
            new Violation("System.getProperties();", "java.lang.System.getProperties: core does not see"),
            new Violation("System.setProperty(\"x\", \"y\");", "java.lang.System.setProperty: core does not see"),
            new Violation("System.exit(1);", "java.lang.System.exit: core does not see the environment"),
            new Violation("Boolean.getBoolean(\"x\");", "java.lang.Boolean.getBoolean: core does not see"),
            new Violation("Integer.getInteger(\"x\");", "java.lang.Integer.getInteger: core does not see"),
            new Violation("Long.getLong(\"x\");", "java.lang.Long.getLong: core does not see"),
            new Violation("java.util.Locale.getDefault();", "java.util.Locale.getDefault: core does not see"),
            new Violation("java.time.ZoneId.systemDefault();", "java.time.ZoneId.systemDefault: core does not see"),
            new Violation("java.util.TimeZone.getDefault();", "java.util.TimeZone.getDefault: core does not see"),
            new Violation("new ProcessBuilder(\"ip\").start();", "java.lang.ProcessBuilder: core does not see"),
            new Violation("ProcessHandle.current();", "java.lang.ProcessHandle: core does not see"),
            new Violation("Runtime.getRuntime();", "java.lang.Runtime: core does not see the environment"),
            new Violation("System.console().flush();", "java.io.Console: core does not see the environment"),
            new Violation("new Thread(() -> {});", "java.lang.Thread: core has no threads"),
            new Violation("new ThreadLocal<String>();", "java.lang.ThreadLocal: core has no threads"),
            new Violation("ScopedValue.newInstance();", "java.lang.ScopedValue: core has no threads"),
            new Violation("new java.util.Timer();", "java.util.Timer: core has no threads"),
            new Violation(
                    "java.util.concurrent.Executors.newCachedThreadPool();",
                    "java.util.concurrent.Executors: core has no threads"),
            new Violation("List.of().parallelStream();", "java.util.List.parallelStream: core has no threads"),
            new Violation("List.of().stream().parallel();", "java.util.stream.Stream.parallel: core has no threads"),
            new Violation("java.util.Arrays.parallelSort(new int[1]);", "java.util.Arrays.parallelSort: core has no"),
            new Violation("new Object().wait();", "java.lang.Object.wait: core has no threads"),
            new Violation("new Object().notify();", "java.lang.Object.notify: core has no threads"),
            new Violation("new Object().notifyAll();", "java.lang.Object.notifyAll: core has no threads"),
            new Violation("java.util.logging.Logger.getLogger(\"x\");", "java.util.logging.Logger: core does not log"),
            new Violation("org.slf4j.LoggerFactory.getLogger();", "org.slf4j.LoggerFactory: core does not log"),
            new Violation("System.getLogger(\"x\");", "java.lang.System.getLogger: core does not log"),
            new Violation("System.Logger logger = null; logger.getName();", "System$Logger: core does not log"),
            new Violation("System.out.println();", "java.lang.System.out: core does not log or print"),
            new Violation("System.err.println();", "java.lang.System.err: core does not log or print"),
            new Violation("System.in.read();", "java.lang.System.in: core does not log or print"),
            new Violation(
                    "new Throwable().printStackTrace();", "java.lang.Throwable.printStackTrace: core does not log"),
            new Violation("IO.println(\"x\");", "java.lang.IO.println: core does not log or print"),
            new Violation("IO.readln();", "java.lang.IO.readln: core does not log or print"),
            new Violation("IO.print(1);", "java.lang.IO.print: core does not log or print"),
            new Violation("new java.util.Random();", "java.util.Random.<init>: core is deterministic"),
            new Violation(
                    "new java.util.SplittableRandom();", "java.util.SplittableRandom.<init>: core is deterministic"),
            new Violation(
                    "java.util.concurrent.ThreadLocalRandom.current();",
                    "java.util.concurrent.ThreadLocalRandom: core is deterministic"),
            new Violation("new java.security.SecureRandom();", "java.security.SecureRandom: core is deterministic"),
            new Violation(
                    "java.util.random.RandomGenerator.getDefault();",
                    "java.util.random.RandomGenerator.getDefault: core is deterministic"),
            new Violation(
                    "java.util.random.RandomGenerator.of(\"x\");",
                    "java.util.random.RandomGenerator.of: core is deterministic"),
            new Violation("Math.random();", "java.lang.Math.random: core is deterministic"),
            new Violation("java.util.UUID.randomUUID();", "java.util.UUID.randomUUID: core is deterministic"),
            new Violation(
                    "java.util.Collections.shuffle(null);", "java.util.Collections.shuffle: core is deterministic"),
            new Violation(
                    "javax.xml.XMLConstants x = null;\n} javax.naming.Name name() { return null;", "on the JDK alone"),
            new Violation(
                    "List<org.slf4j.LoggerFactory> l; } List<org.slf4j.LoggerFactory> g() { return null;", "org.slf4j"),
            new Violation("new java.io.File[3].clone();", "java.io.File: core reads and writes no files"));

    /** What core may do, close to what it may not. */
    private static final List<String> ALLOWED = List.of(
            "new java.util.Random(7).nextInt();",
            "new java.util.SplittableRandom(7);",
            "java.util.Collections.shuffle(new ArrayList<>(), new java.util.Random(7));",
            "new java.util.Date(0);",
            "java.time.Instant.ofEpochSecond(0).plusSeconds(1);",
            "Supplier<String> s = () -> String.format(java.util.Locale.ROOT, \"%d\", 1);",
            "new java.util.zip.CRC32();",
            "throw new RuntimeException();",
            "java.nio.file.Path.of(\"/run/x\").getFileName();",
            "new java.io.StringReader(\"\");",
            "java.nio.ByteBuffer.allocate(4);",
            "System.arraycopy(new int[1], 0, new int[1], 0, 1);");

    private static Map<String, byte[]> samples = Map.of();

    @BeforeAll
    static void compileSamples(@TempDir Path directory) throws IOException {
        var sources = new TreeMap<String, String>();
        sources.put(
                "org.slf4j.LoggerFactory",
                "package org.slf4j; public class LoggerFactory { public static void getLogger() {} }");
        for (int i = 0; i < VIOLATIONS.size(); i++) {
            sources.put(
                    "Violation" + i, sample("Violation" + i, VIOLATIONS.get(i).statement()));
        }
        for (int i = 0; i < ALLOWED.size(); i++) {
            sources.put("Allowed" + i, sample("Allowed" + i, ALLOWED.get(i)));
        }
        samples = SampleClasses.compile(directory, sources);
    }

    private static String sample(String name, String statement) {
        return "import java.util.*; import java.util.function.*; class %s { void run() throws Throwable { %s } }"
                .formatted(name, statement);
    }

    @Test
    void coreReachesOutNowhere() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Ip.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var findings = new ArrayList<String>();
        int read = 0;
        try (var files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                findings.addAll(Ban.findings(name, Files.readAllBytes(file)));
                read++;
            }
        }
        assertThat(read).as("class files below %s", classes).isGreaterThan(20);
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("VIOLATIONS")
    void aViolationIsFoundAndTheFindingSaysWhatToDo(Violation violation) {
        String name = "Violation" + VIOLATIONS.indexOf(violation);
        assertThat(Ban.findings(name, sampleNamed(name)))
                .as(violation.statement())
                .anySatisfy(finding -> assertThat(finding).contains(violation.finding()));
    }

    @Test
    void noBanIsThereInVain() {
        for (Ban ban : Ban.ALL) {
            assertThat(samples.values().stream()
                            .flatMap(sample -> Mention.in(sample).stream())
                            .anyMatch(ban.covers()))
                    .as("a violation of: " + ban.reason())
                    .isTrue();
        }
    }

    @Test
    void whatIsPureIsLeftAlone() {
        for (int i = 0; i < ALLOWED.size(); i++) {
            String name = "Allowed" + i;
            assertThat(Ban.findings(name, sampleNamed(name)))
                    .as(ALLOWED.get(i))
                    .allSatisfy(finding -> assertThat(finding).contains("mentions " + name));
        }
    }

    private static byte[] sampleNamed(String name) {
        byte[] sample = samples.get(name);
        assertThat(sample).as(name).isNotNull();
        return Objects.requireNonNull(sample);
    }
}
