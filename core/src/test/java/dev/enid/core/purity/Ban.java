package dev.enid.core.purity;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What core must not mention.
 *
 * @param reason what it would break, and what to do in its place: the whole of the message that a person gets
 */
record Ban(String reason, Predicate<Mention> covers) {

    private static final String FILES =
            "core reads and writes no files: take the content as a value, and leave the file to" + " agent.files.";
    private static final String SOCKETS =
            "core opens no sockets and looks no names up: Ip, Cidr and Mac are its addresses, and I/O is agent's.";
    private static final String NATIVE = "native access is dev.enid.linux's alone.";
    private static final String CLOCK =
            "core has no clock, so that every decision can be replayed: take the time as an argument.";
    private static final String ENVIRONMENT =
            "core does not see the environment it runs in: take what is needed as an argument.";
    private static final String THREADS =
            "core has no threads: its functions are called from whichever thread has the values.";
    private static final String LOGGING =
            "core does not log or print: return a value that says it (Reason, Fault, Finding), and let agent tell people.";
    private static final String RANDOMNESS =
            "core is deterministic: take the choice, or a seeded Random, as an argument.";
    private static final String OTHERS = "core stands on the JDK alone, on java.base without what is banned by name.";

    /** All bans. A mention may be covered by several: each tells its part. */
    static final List<Ban> ALL = List.of(
            types(FILES, "java/io/File*", "java/io/RandomAccessFile", "java/util/jar/JarFile", "java/util/zip/ZipFile"),
            // A Path is a value, as long as nobody asks the file system about it.
            new Ban(
                    FILES,
                    mention -> mention instanceof Mention.Type(String name)
                            && name.startsWith("java/nio/file/")
                            && !name.equals("java/nio/file/Path")),
            members(FILES, "java/nio/file/Path", "toRealPath", "toAbsolutePath", "toFile", "toUri", "register"),
            members(FILES, "java/lang/Class", "getResource", "getResourceAsStream"),
            types(FILES, "java/lang/ClassLoader", "java/util/ServiceLoader"),
            types(SOCKETS, "java/net/", "javax/net/", "java/nio/channels/"),
            types(NATIVE, "java/lang/foreign/"),
            members(NATIVE, "java/lang/System", "load", "loadLibrary"),
            members(CLOCK, "java/time/", "now", "systemUTC", "systemDefaultZone", "system", "tick", "tickMillis"),
            members(CLOCK, "java/lang/System", "currentTimeMillis", "nanoTime"),
            method(CLOCK, "java/util/Date", "<init>", "()V"),
            members(CLOCK, "java/util/Calendar", "getInstance"),
            members(ENVIRONMENT, "java/lang/System", "getenv", "getProperty", "getProperties", "setProperty", "exit"),
            members(ENVIRONMENT, "java/lang/Boolean", "getBoolean"),
            members(ENVIRONMENT, "java/lang/Integer", "getInteger"),
            members(ENVIRONMENT, "java/lang/Long", "getLong"),
            members(ENVIRONMENT, "java/util/Locale", "getDefault"),
            members(ENVIRONMENT, "java/time/ZoneId", "systemDefault"),
            members(ENVIRONMENT, "java/util/TimeZone", "getDefault"),
            types(ENVIRONMENT, "java/lang/Process*", "java/lang/Runtime", "java/io/Console"),
            types(THREADS, "java/lang/Thread*", "java/util/concurrent/", "java/util/Timer", "java/lang/ScopedValue"),
            members(THREADS, "java/", "parallelStream", "parallel", "parallelSort"),
            members(THREADS, "java/lang/Object", "wait", "notify", "notifyAll"),
            types(LOGGING, "org/slf4j/", "java/util/logging/", "java/lang/System$Logger"),
            members(LOGGING, "java/lang/System", "out", "err", "in", "getLogger"),
            members(LOGGING, "java/lang/Throwable", "printStackTrace"),
            members(LOGGING, "java/lang/IO", "print", "println", "readln"),
            method(RANDOMNESS, "java/util/Random", "<init>", "()V"),
            method(RANDOMNESS, "java/util/SplittableRandom", "<init>", "()V"),
            types(RANDOMNESS, "java/util/concurrent/ThreadLocalRandom", "java/security/SecureRandom"),
            members(RANDOMNESS, "java/util/random/RandomGenerator", "of", "getDefault"),
            members(RANDOMNESS, "java/lang/Math", "random"),
            members(RANDOMNESS, "java/util/UUID", "randomUUID"),
            method(RANDOMNESS, "java/util/Collections", "shuffle", "(Ljava/util/List;)V"),
            new Ban(
                    OTHERS,
                    mention -> mention instanceof Mention.Type(String name)
                            && !name.startsWith("java/")
                            && !name.startsWith("dev/enid/core/")
                            && !name.startsWith("org/jspecify/annotations/")
                            && name.contains("/")));

    /** Types: a class with those nested in it, all of a package ({@code java/net/}), or all that begin so ({@code File*}). */
    private static Ban types(String reason, String... patterns) {
        return new Ban(
                reason,
                mention -> mention instanceof Mention.Type(String name)
                        && Stream.of(patterns).anyMatch(pattern -> matches(pattern, name)));
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.endsWith("*")) {
            return name.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return pattern.endsWith("/")
                ? name.startsWith(pattern)
                : name.equals(pattern) || name.startsWith(pattern + "$");
    }

    /** Members by name, whatever their descriptor, of the types whose names begin so. */
    private static Ban members(String reason, String ownerPrefix, String... names) {
        List<String> banned = List.of(names);
        return new Ban(
                reason,
                mention -> mention instanceof Mention.Member(String owner, String name, String _)
                        && owner.startsWith(ownerPrefix)
                        && banned.contains(name));
    }

    /** One method or constructor out of several of the same name. */
    private static Ban method(String reason, String owner, String name, String descriptor) {
        Mention banned = new Mention.Member(owner, name, descriptor);
        return new Ban(reason, banned::equals);
    }

    /** What is wrong with a class file, a line for each mention and reason; empty if nothing is. */
    static List<String> findings(String className, byte[] classFile) {
        return Mention.in(classFile).stream()
                .flatMap(mention -> ALL.stream()
                        .filter(ban -> ban.covers().test(mention))
                        .map(ban -> className + " mentions " + mention + ": " + ban.reason()))
                .distinct()
                .toList();
    }
}
