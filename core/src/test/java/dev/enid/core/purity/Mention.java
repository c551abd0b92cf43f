package dev.enid.core.purity;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Something that a class file names. Type names are those of the class file, with slashes and dollars. */
sealed interface Mention {

    /** A type, by itself or in a descriptor, a signature or an annotation. */
    record Type(String name) implements Mention {
        @Override
        public String toString() {
            return dotted(name);
        }
    }

    /** A field or method that is read, called, or referred to by {@code ::}. A constructor is called {@code <init>}. */
    record Member(String owner, String name, String descriptor) implements Mention {
        @Override
        public String toString() {
            return dotted(owner) + "." + name;
        }
    }

    /**
     * Everything that a class file mentions, once each, in the order of the names.
     *
     * <p>The constant pool is read, not the code: nothing can be called that is not in it, whether by an instruction, a
     * lambda or a method reference. Types in descriptors and generic signatures are only text there, so any text of that
     * form counts; a string constant that looks like {@code Ljava/io/File;} would be a finding too, and nobody needs one.
     */
    static List<Mention> in(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        var types = new TreeSet<String>();
        var members = new ArrayList<Mention>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> types.add(withoutArray(type.asInternalName()));
                case MemberRefEntry member ->
                    members.add(new Member(
                            member.owner().asInternalName(),
                            member.name().stringValue(),
                            member.type().stringValue()));
                case Utf8Entry text ->
                    DESCRIBED
                            .matcher(text.stringValue())
                            .results()
                            .map(found -> found.group(1))
                            .forEach(types::add);
                case PoolEntry other -> {}
            }
        }
        var all = new ArrayList<Mention>();
        types.forEach(name -> all.add(new Type(name)));
        all.addAll(members);
        all.sort(Comparator.comparing(Mention::toString));
        return List.copyOf(all);
    }

    /** A reference type in a descriptor or a signature, up to its arguments or its end. */
    Pattern DESCRIBED = Pattern.compile("L((?:\\w+/)+[\\w$]+)[;<]");

    /** The element type of an array's name, which has the form of a descriptor; other names as they are. */
    private static String withoutArray(String name) {
        return name.startsWith("[") ? name.replaceFirst("^\\[+L?", "").replaceFirst(";$", "") : name;
    }

    private static String dotted(String name) {
        return name.replace('/', '.');
    }
}
