package dev.enid.lab.command;

import dev.enid.agent.cli.Shape;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The argument NAME of commands that are about a lab as a whole. */
final class LabName {

    private LabName() {}

    static PositionalParamSpec parameter() {
        return Shape.parameter("NAME", "The lab's name; without it, " + Labs.DEFAULT + ".").toBuilder()
                .index("0")
                .arity("0..1")
                .required(false)
                .build();
    }

    static String of(ParseResult arguments) {
        return arguments.matchedPositionalValue(0, Labs.DEFAULT);
    }
}
