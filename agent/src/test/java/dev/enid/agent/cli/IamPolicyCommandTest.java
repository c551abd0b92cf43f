package dev.enid.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.cli.Shell.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person who needs a policy for IAM, on whatever machine. */
class IamPolicyCommandTest {

    private final Shell shell = new Shell().as(1000).withBuiltIn();

    private String policy(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "iam-policy";
        System.arraycopy(options, 0, words, 1, options.length);
        Answer answer = shell.type(words);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.exit()).isZero();
        return answer.out();
    }

    @Test
    void thePolicyIsPrintedAsJsonAndNothingElse() {
        assertThat(policy("--for", "move-eni", "--tag", "enid=movable", "--region", "eu-central-1"))
                .isEqualTo("""
                        {
                          "Version": "2012-10-17",
                          "Statement": [
                            {
                              "Sid": "EnidDescribe",
                              "Effect": "Allow",
                              "Action": [
                                "ec2:DescribeInstanceTypes",
                                "ec2:DescribeInstances",
                                "ec2:DescribeNetworkInterfaces"
                              ],
                              "Resource": [
                                "*"
                              ],
                              "Condition": {
                                "StringEquals": {
                                  "ec2:Region": "eu-central-1"
                                }
                              }
                            },
                            {
                              "Sid": "EnidChangeInstanceNetworkInterface",
                              "Effect": "Allow",
                              "Action": [
                                "ec2:AttachNetworkInterface",
                                "ec2:DetachNetworkInterface"
                              ],
                              "Resource": [
                                "arn:aws:ec2:eu-central-1:*:instance/*",
                                "arn:aws:ec2:eu-central-1:*:network-interface/*"
                              ],
                              "Condition": {
                                "StringEquals": {
                                  "aws:ResourceTag/enid": "movable"
                                }
                              }
                            }
                          ]
                        }
                        """);
    }

    @Test
    void purposesAddUpInWhateverOrderAndNoneMeansAll() {
        assertThat(policy("--for", "move-route", "--for", "move-elastic-ip", "--for=move-route"))
                .isEqualTo(policy("--for", "move-elastic-ip", "--for", "move-route"))
                .contains("ec2:AssociateAddress", "ec2:ReplaceRoute")
                .doesNotContain("ec2:AttachNetworkInterface");
        assertThat(policy())
                .isEqualTo(policy(
                        "--for=move-eni",
                        "--for=move-address",
                        "--for=move-ipv6",
                        "--for=move-prefix",
                        "--for=move-elastic-ip",
                        "--for=move-route"));
    }

    @Test
    void theRegionTellsThePartitionAndTheAccountIsInTheArns() {
        assertThat(policy("--for=move-route", "--region=us-gov-west-1", "--account=123456789012"))
                .contains("\"arn:aws-us-gov:ec2:us-gov-west-1:123456789012:route-table/*\"");
        assertThat(policy("--for=move-route", "--partition=aws-cn")).contains("\"arn:aws-cn:ec2:*:*:route-table/*\"");
        assertThat(policy("--for=move-route", "--partition=aws-cn", "--region=cn-north-1"))
                .contains("\"arn:aws-cn:ec2:cn-north-1:*:route-table/*\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --for=move-enis | unknown purpose "move-enis"; did you mean "move-eni"?
            --for=lab | unknown purpose "lab"; there are move-eni, move-address, move-ipv6, move-prefix, \
            move-elastic-ip, move-route
            --tag=enid | --tag takes KEY=VALUE such as enid=movable, a key of 1 to 128 characters and a value of up to \
            256, not "enid"
            --account=1234-5678-9012 | --account takes the 12 digits of an account such as 123456789012, not \
            "1234-5678-9012"
            --region=eu-central-1a | --region takes a region of aws, aws-cn, aws-us-gov such as eu-central-1, not \
            "eu-central-1a"
            --partition=aws-cnn | unknown partition "aws-cnn"; did you mean "aws-cn"?
            --partition=azure | unknown partition "azure"; there are aws, aws-cn, aws-us-gov
            """)
    void whatIsWrongIsAnsweredWithWhatIsRight(String option, String problem) {
        Answer answer = shell.type("iam-policy", "--for=move-eni", option);

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).isEqualTo("enid: " + problem + "\n      see enid iam-policy --help\n");
    }

    @Test
    void aRegionOfAnotherPartitionIsRefusedAsItsPolicyWouldAllowNothing() {
        Answer answer = shell.type("iam-policy", "--partition=aws", "--region=cn-north-1");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err())
                .startsWith(
                        "enid: --region cn-north-1 is in the partition aws-cn, not in aws: leave --partition out\n");
    }

    @Test
    void whatIsTypedIsShownWithoutItsTerminalEscapes() {
        for (String option : new String[] {"--for", "--tag", "--region", "--account", "--partition"}) {
            Answer answer = shell.type("iam-policy", option, "\u001b]0;owned\u0007");
            assertThat(answer.exit()).as(option).isEqualTo(64);
            assertThat(answer.err()).as(option).doesNotContain("\u001b");
        }
    }

    @Test
    void anOptionWithoutItsValueIsAUsageError() {
        Answer answer = shell.type("iam-policy", "--for");

        assertThat(answer.exit()).isEqualTo(64);
        assertThat(answer.err()).startsWith("enid: --for PURPOSE needs a value\n");
    }
}
