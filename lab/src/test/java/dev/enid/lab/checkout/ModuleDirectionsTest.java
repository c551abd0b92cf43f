package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dependencies point one way, {@code lab -> agent -> linux -> core}, and native access has one door. */
class ModuleDirectionsTest {

    /** A module, and what its class files may not mention. */
    enum Module {
        CORE("dev.enid.core") {
            @Override
            String objection(String type) {
                return isOf(type, "java", "org.jspecify", "dev.enid.core") ? "" : "core stands on the JDK alone";
            }
        },
        LINUX("dev.enid.linux") {
            @Override
            String objection(String type) {
                return isOf(type, "java", "org.jspecify", "dev.enid.linux", "dev.enid.core.ip", "dev.enid.core.kernel")
                        ? ""
                        : "linux knows addresses and kernel objects (core.ip, core.kernel), not what is wanted of them";
            }
        },
        AGENT("dev.enid.agent") {
            @Override
            String objection(String type) {
                return isOf(type, "dev.enid.lab", "dev.enid.bench")
                        ? "the agent ships without the lab: let the lab hook in by ServiceLoader"
                        : nativeObjection(type);
            }
        },
        LAB("dev.enid.lab") {
            @Override
            String objection(String type) {
                return isOf(type, "dev.enid.bench")
                        ? "bench measures the lab, not the other way"
                        : nativeObjection(type);
            }
        };

        final String root;

        Module(String root) {
            this.root = root;
        }

        /** Why a class of this module must not mention a type, or "" if it may. */
        abstract String objection(String type);

        private static String nativeObjection(String type) {
            return isOf(type, "java.lang.foreign") ? "native calls are dev.enid.linux's alone" : "";
        }

        private static boolean isOf(String type, String... packages) {
            return List.of(packages).stream().anyMatch(name -> type.startsWith(name + "."));
        }

        List<String> findings(ClassFiles.Read read) {
            var findings = new ArrayList<String>();
            for (String type : read.types()) {
                String objection = objection(type);
                if (!objection.isEmpty()) {
                    findings.add(read.name() + " mentions " + type + ": " + objection + ".");
                }
            }
            return findings;
        }

        List<ClassFiles.Read> classes() throws Exception {
            // The package's own annotation makes a class file of package-info, and tells where the module is.
            URI place = Class.forName(root + ".package-info")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return ClassFiles.below(place);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModuleMentionsOnlyWhatItMay(Module module) throws Exception {
        List<ClassFiles.Read> classes = module.classes();

        assertThat(classes)
                .as("classes of " + module)
                .isNotEmpty()
                .allSatisfy(read -> assertThat(read.name()).startsWith(module.root + "."));
        assertThat(classes.stream().flatMap(read -> module.findings(read).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyPackageSaysItsPurposeAndIsNullMarked(Module module) throws Exception {
        Set<String> packages = new TreeSet<>();
        for (ClassFiles.Read read : module.classes()) {
            packages.add(read.name().substring(0, read.name().lastIndexOf('.')));
        }
        Set<String> unmarked = new TreeSet<>();
        for (String name : packages) {
            if (!isNullMarked(name)) {
                unmarked.add(name);
            }
        }
        assertThat(unmarked)
                .as("packages without a package-info.java that is annotated with @NullMarked")
                .isEmpty();
    }

    private static boolean isNullMarked(String packageName) {
        try {
            return Class.forName(packageName + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CORE,  dev.enid.linux.wire.Message,  core stands on the JDK alone",
        "CORE,  info.picocli.CommandLine,     core stands on the JDK alone",
        "LINUX, dev.enid.core.plan.Plan,      'linux knows addresses and kernel objects'",
        "LINUX, dev.enid.agent.cli.Main,      'linux knows addresses and kernel objects'",
        "LINUX, org.slf4j.Logger,             'linux knows addresses and kernel objects'",
        "AGENT, dev.enid.lab.Fabric,          'the agent ships without the lab'",
        "AGENT, java.lang.foreign.Arena,      'native calls are dev.enid.linux''s alone'",
        "LAB,   java.lang.foreign.Linker,     'native calls are dev.enid.linux''s alone'",
        "LAB,   dev.enid.bench.Watcher,       'bench measures the lab'",
    })
    void aTypeFromTheWrongSideIsFound(Module module, String type, String objection) {
        ClassDesc name = ClassDesc.of(module.root + ".Sample");
        byte[] inField = ClassFile.of().build(name, sample -> sample.withField("field", ClassDesc.of(type), 0));
        byte[] asSuperclass = ClassFile.of().build(name, sample -> sample.withSuperclass(ClassDesc.of(type)));
        byte[] inArray = ClassFile.of()
                .build(
                        name,
                        sample -> sample.withField("field", ClassDesc.of(type).arrayType(2), 0));

        for (byte[] sample : List.of(inField, asSuperclass, inArray)) {
            assertThat(module.findings(ClassFiles.read(sample)))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding)
                            .startsWith(module.root + ".Sample mentions " + type + ": " + objection));
        }
    }

    @Test
    void linuxMayUseItsOwnDoorAndWhatItNeedsOfCore() {
        byte[] sample = ClassFile.of()
                .build(
                        ClassDesc.of("dev.enid.linux.posix.Sample"),
                        builder -> builder.withField("linker", ClassDesc.of("java.lang.foreign.Linker"), 0)
                                .withField("address", ClassDesc.of("dev.enid.core.ip.Ip"), 0)
                                .withField("rule", ClassDesc.of("dev.enid.core.kernel.Rule"), 0));

        assertThat(Module.LINUX.findings(ClassFiles.read(sample))).isEmpty();
    }
}
