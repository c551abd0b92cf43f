package dev.enid.core.purity;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;

/** Compiles small sources with the JDK's own javac, so that the class files are what javac really writes. */
final class SampleClasses {

    private SampleClasses() {}

    /**
     * The class files, by class name.
     *
     * @param directory an empty one, for sources and classes
     * @param sources by class name
     * @throws IllegalArgumentException with javac's messages if a source does not compile
     */
    static Map<String, byte[]> compile(Path directory, Map<String, String> sources) throws IOException {
        var files = new ArrayList<Path>();
        for (var source : sources.entrySet()) {
            Path file = directory.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-nowarn", "-d", directory.toString());
            if (!compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call()) {
                throw new IllegalArgumentException(said.toString());
            }
        }
        var classes = new TreeMap<String, byte[]>();
        for (String name : sources.keySet()) {
            classes.put(name, Files.readAllBytes(directory.resolve(name.replace('.', '/') + ".class")));
        }
        return classes;
    }
}
