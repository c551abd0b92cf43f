package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has keys of their own works in an instance with those of its role, as on EC2. */
@ExtendWith(SharedLab.Extension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AwsRoleTest {

    /** Where botocore found them, and which. */
    private static final String KEYS = """
            /usr/bin/python3 -c 'import botocore.session
            keys = botocore.session.get_session().get_credentials()
            print(keys.method, keys.access_key, keys.token is not None)'
            """;

    private static final String OWN_KEY = "AKIAIOSFODNN7EXAMPLE";

    private SharedLab shared;
    private Person person;

    @BeforeEach
    void someoneWithKeys(SharedLab given, @TempDir Path home) throws Exception {
        shared = given;
        shared.checkUnchanged();
        Files.createDirectory(home.resolve(".aws"));
        Files.writeString(
                home.resolve(".aws/credentials"),
                "[default]\naws_access_key_id = " + OWN_KEY + "\naws_secret_access_key = secret\n");
        Files.writeString(home.resolve(".aws/config"), "[default]\nregion = us-east-1\n");
        person = Person.here()
                .with("HOME", home.toString())
                .with("AWS_PROFILE", "default")
                .with("AWS_ACCESS_KEY_ID", OWN_KEY)
                .with("AWS_SECRET_ACCESS_KEY", "secret");
    }

    @Test
    void eachInstanceHasTheKeysOfItsRole() throws Exception {
        String web = person.reads(shared.name(), "web", KEYS);
        String db = person.reads(shared.name(), "db", KEYS);

        assertThat(web).matches("iam-role ASIA[A-Z2-7]{16} True\n");
        assertThat(db).matches("iam-role ASIA[A-Z2-7]{16} True\n").isNotEqualTo(web);
        assertThat(person.reads(shared.name(), "web", KEYS))
                .as("until they are renewed")
                .isEqualTo(web);
    }

    @Test
    void theApiTakesThem() throws Exception {
        assertThat(person.reads(
                        shared.name(),
                        "web",
                        "aws --endpoint-url $AWS_ENDPOINT_URL_EC2 ec2 describe-instances --output text"
                                + " --query 'Reservations[].Instances[].[InstanceId,IamInstanceProfile.Arn]'"))
                .contains(shared.named("/instances", "web").at("/id").asText()
                        + "\tarn:aws:iam::123456789012:instance-profile/enid-lab");
    }

    @Test
    void withoutMetadataThereAreNone() throws Exception {
        person.sees("lab", "fault", "imds", "--lab", shared.name(), "disabled", "on");
        try {
            Ended ended =
                    person.runs(shared.name(), "web", "aws --endpoint-url $AWS_ENDPOINT_URL_EC2 ec2 describe-vpcs");
            assertThat(ended.code()).isNotZero();
            assertThat(ended.err()).contains("Unable to locate credentials");
            assertThat(person.json("lab", "fault", "imds", "--lab", shared.name(), "--json")
                            .at("/consumed")
                            .findValuesAsText("kind"))
                    .contains("disabled");
        } finally {
            person.sees("lab", "fault", "imds", "--lab", shared.name(), "off");
        }
    }

    @Test
    void aMachineOutsideHasTheLabsOwn() throws Exception {
        String env = person.sees("lab", "env", shared.name());

        assertThat(env).containsPattern("export AWS_ACCESS_KEY_ID=AKIA[A-Z2-7]{16}");
        String key = env.replaceFirst("(?s).*export AWS_ACCESS_KEY_ID=(\\w+).*", "$1");
        assertThat(person.reads(shared.name(), "client", "echo $AWS_ACCESS_KEY_ID"))
                .isEqualTo(key + "\n");
        assertThat(person.reads(
                        shared.name(),
                        "client",
                        "aws --endpoint-url $AWS_ENDPOINT_URL_EC2 ec2 describe-vpcs --query 'length(Vpcs)'"))
                .isEqualTo("1\n");
        assertThat(person.reads(shared.name(), "web", "echo ${AWS_ACCESS_KEY_ID-none}"))
                .isEqualTo("none\n");
    }
}
