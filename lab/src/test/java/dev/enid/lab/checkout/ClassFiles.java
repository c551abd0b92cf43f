package dev.enid.lab.checkout;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The class files of a module, and the types that each mentions. */
final class ClassFiles {

    /** A reference type in a descriptor or a generic signature: text in the constant pool, up to its arguments or its end. */
    private static final Pattern DESCRIBED = Pattern.compile("L((?:\\w+/)+[\\w$]+)[;<]");

    private ClassFiles() {}

    /**
     * One class file. Names are as in sources, save that nested types keep their dollar.
     *
     * @param types what it mentions, without primitive types
     */
    record Read(String name, SortedSet<String> types) {}

    /** All class files of a class path entry: a directory while tests run alone, a jar in a whole build. */
    static List<Read> below(URI place) throws IOException {
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return inTree(path);
        }
        try (var jar = FileSystems.newFileSystem(path)) {
            return inTree(jar.getPath("/"));
        }
    }

    private static List<Read> inTree(Path root) throws IOException {
        var all = new ArrayList<Read>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                all.add(read(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    static Read read(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        var types = new TreeSet<String>();
        for (var entry : model.constantPool()) {
            if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
                types.add(dotted(type.asInternalName()));
            } else if (entry instanceof Utf8Entry text) {
                DESCRIBED.matcher(text.stringValue()).results().forEach(found -> types.add(dotted(found.group(1))));
            }
        }
        return new Read(dotted(model.thisClass().asInternalName()), types);
    }

    private static String dotted(String name) {
        return name.replace('/', '.');
    }
}
