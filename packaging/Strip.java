import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves out of the SDK's ec2 jar what enid does not use: of EC2's 700 actions it calls some fifteen, and each brings classes of
 * its own.
 *
 * <p>{@code java Strip.java EC2_JAR TO_JAR JAR...}: what the other jars use of it stays.
 *
 * <p>The client's methods go by their names, but for those that a user calls and what these call. Then a class stays when one
 * that stays mentions it: in its pool of constants, be it as a class, in a descriptor, or as text. What is kept is so at least
 * what can be reached; nothing in the SDK's generated code makes up names of classes.
 */
final class Strip {

    private static final String EC2 = "software/amazon/awssdk/services/ec2/";
    private static final List<String> CLIENTS = List.of(EC2 + "Ec2Client", EC2 + "DefaultEc2Client");
    /** The method that leads to what waits for any state of anything. */
    private static final String WAITER = "waiter";

    private static final Pattern NAME = Pattern.compile("software[/.]amazon[/.]awssdk[/.]services[/.]ec2[/.][A-Za-z0-9_$/.]+");
    private static final FileTime FIXED = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Set<String> kept = new TreeSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private final ClassFile writing;

    private Strip(ClassHierarchyResolver types) {
        writing = ClassFile.of(
                // A pool of its own: the old one mentions what has gone.
                ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.ClassHierarchyResolverOption.of(types));
    }

    public static void main(String[] arguments) throws IOException {
        List<byte[]> users = new ArrayList<>();
        List<URL> all = new ArrayList<>(List.of(Path.of(arguments[0]).toUri().toURL()));
        for (String user : List.of(arguments).subList(2, arguments.length)) {
            users.addAll(classes(Path.of(user)));
            all.add(Path.of(user).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(all.toArray(URL[]::new))) {
            Strip strip = new Strip(ClassHierarchyResolver.ofResourceParsing(loader));
            strip.read(Path.of(arguments[0]));
            strip.run(users);
            strip.write(Path.of(arguments[1]));
        }
    }

    private void read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    private static List<byte[]> classes(Path user) throws IOException {
        List<byte[]> classes = new ArrayList<>();
        try (JarFile file = new JarFile(user.toFile())) {
            for (JarEntry entry : file.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    classes.add(in.readAllBytes());
                }
            }
        }
        return classes;
    }

    private void run(List<byte[]> users) {
        Set<String> called = new TreeSet<>();
        for (byte[] user : users) {
            ClassModel model = ClassFile.of().parse(user);
            mention(model);
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof MemberRefEntry member && CLIENTS.contains(member.owner().asInternalName())) {
                    called.add(member.name().stringValue());
                }
            }
        }
        Set<String> actions = actions();
        actions.removeIf(action -> called.stream().anyMatch(name -> name.equals(action) || name.equals(action + "Paginator")));
        if (!called.contains(WAITER)) {
            actions.add(WAITER);
        }
        for (String client : CLIENTS) {
            entries.computeIfPresent(client + ".class", (_, bytes) -> without(bytes, actions));
        }
        // Found by their names, in files.
        entries.forEach((name, bytes) -> {
            if (!name.endsWith(".class")) {
                text(new String(bytes, StandardCharsets.UTF_8));
            }
        });
        while (!open.isEmpty()) {
            mention(ClassFile.of().parse(entries.get(open.remove() + ".class")));
        }
    }

    /** By the client's methods: every action takes a request that is called like it. */
    private Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        for (MethodModel method : ClassFile.of().parse(entries.get(CLIENTS.getFirst() + ".class")).methods()) {
            String name = method.methodName().stringValue();
            String request = EC2 + "model/" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Request";
            if (entries.containsKey(request + ".class")) {
                actions.add(name);
            }
        }
        return actions;
    }

    private byte[] without(byte[] bytes, Set<String> actions) {
        ClassModel model = ClassFile.of().parse(bytes);
        ClassTransform dropping = ClassTransform.dropping(
                // The list of inner classes is for reflection, and mentions every request's builder.
                element -> element instanceof InnerClassesAttribute
                        || (element instanceof MethodModel method && isOf(actions, method.methodName().stringValue())));
        return writing.transformClass(model, dropping);
    }

    /** The method of an action, its paginator, and the lambdas in them: {@code lambda$describeVpcs$12}. */
    private static boolean isOf(Set<String> actions, String method) {
        String name = method.startsWith("lambda$") ? method.split("\\$", -1)[1] : method;
        return actions.contains(name)
                || (name.endsWith("Paginator") && actions.contains(name.substring(0, name.length() - "Paginator".length())));
    }

    private void mention(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> text(type.asInternalName());
                case Utf8Entry utf8 -> text(utf8.stringValue());
                default -> {}
            }
        }
    }

    private void text(String text) {
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            String name = matcher.group().replace('.', '/');
            if (entries.containsKey(name + ".class") && kept.add(name)) {
                open.add(name);
            }
        }
    }

    private void write(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                String name = entry.getKey();
                boolean stays = !name.endsWith(".class")
                        ? name.startsWith("META-INF/") || name.startsWith("software/")
                        : kept.contains(name.substring(0, name.length() - ".class".length()));
                if (stays) {
                    JarEntry to = new JarEntry(name);
                    to.setLastModifiedTime(FIXED);
                    out.putNextEntry(to);
                    out.write(entry.getValue());
                    out.closeEntry();
                }
            }
        }
        System.out.println(kept.size() + " of " + entries.size() + " files, " + Files.size(jar) / 1024 + " KiB");
    }
}
