package dev.enid.lab.command;

import dev.enid.lab.ec2.Ec2Server;
import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment variables by which AWS's own clients find a lab (SDKs and Tools Reference Guide, "Environment variables"). A
 * lab keeps them in a file, so that they are there for the commands in its instances without asking.
 */
record AwsEnvironment(SortedMap<String, String> variables) {

    AwsEnvironment {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    static AwsEnvironment of(Ec2Server ec2) {
        return new AwsEnvironment(new TreeMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", ec2.credentials().accessKey(),
                "AWS_SECRET_ACCESS_KEY", ec2.credentials().secretKey(),
                "AWS_DEFAULT_REGION", ec2.region(),
                "AWS_ENDPOINT_URL_EC2", ec2.endpoint(),
                "AWS_REGION", ec2.region())));
    }

    /** What keys come from elsewhere than IMDS by. */
    private static final List<String> OTHER_KEYS = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_SECURITY_TOKEN",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_EC2_METADATA_DISABLED",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT");

    /** Puts them into the environment of a command in a machine of the lab. */
    void putInto(Map<String, String> environment, Machine machine) {
        switch (machine.kind()) {
            case INSTANCE -> putInside(environment);
            case OUTSIDE, FABRIC -> putOutside(environment);
        }
    }

    /** Puts them into the environment of a command in a machine outside, or in the fabric. */
    private void putOutside(Map<String, String> environment) {
        environment.putAll(variables);
    }

    /**
     * Puts into the environment of a command in an instance what leads it to the lab. Its keys are those of its role, as on EC2: no
     * others go in, be they in the person's shell or in the person's files.
     */
    private void putInside(Map<String, String> environment) {
        environment.putAll(variables);
        OTHER_KEYS.forEach(environment::remove);
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    /** For the lab's user alone, as the keys are. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** Those of a lab; empty where it has not written them yet, or is that of {@code enid lab demo}. */
    static Optional<AwsEnvironment> read(Path file) throws IOException {
        SortedMap<String, String> variables = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                variables.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
            }
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        return Optional.of(new AwsEnvironment(variables));
    }
}
