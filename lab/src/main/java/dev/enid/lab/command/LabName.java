package dev.enid.lab.command;

import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The argument NAME of commands that are about a lab as a whole. */
final class LabName {

    private LabName() {}

    static PositionalParamSpec parameter() {
        return PositionalParamSpec.builder()
                .type(String.class)
                .index("0")
                .arity("0..1")
                .paramLabel("NAME")
                .description("The lab's name; without it, " + Labs.DEFAULT + ".")
                .build();
    }

    static String of(ParseResult arguments) {
        return arguments.matchedPositionalValue(0, Labs.DEFAULT);
    }
}
