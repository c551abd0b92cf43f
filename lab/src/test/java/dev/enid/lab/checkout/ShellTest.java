package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All shell scripts of the checkout, wherever they are. */
class ShellTest {

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "needs the package shellcheck");
        var command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
        List<String> scripts = scripts();
        command.addAll(scripts);
        Process shellcheck = new ProcessBuilder(command)
                .directory(Checkout.realRoot().toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(scripts).contains("enid", "test", "format", ".ci/run", "scripts/common.bash");
        assertThat(Ended.of(shellcheck)).isEqualTo(new Ended(0, "", ""));
    }

    private static List<String> scripts() throws IOException {
        Path root = Checkout.realRoot();
        var scripts = new ArrayList<String>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path name = root.relativize(file);
                if (!name.toString().matches("(.*/)?(target|\\.git)/.*") && isShell(file)) {
                    scripts.add(name.toString());
                }
            }
        }
        return scripts;
    }

    /** By its name, or by its first line for those that have no extension. */
    private static boolean isShell(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.contains(".") && !name.startsWith(".")) {
            return name.endsWith(".bash") || name.endsWith(".sh");
        }
        try (var content = Files.newInputStream(file)) {
            return new String(content.readNBytes(64), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .matches("(?s)#!\\S*(/| )(bash|sh)\\b.*|#!/usr/bin/env bash.*");
        }
    }
}
