package dev.enid.lab.command;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** AWS's SDK for Java, as anybody has it. */
final class SdkClient {

    private SdkClient() {}

    /** @param environment what {@code enid lab env} printed */
    static Ec2Client of(String environment) {
        Map<String, String> variables = new HashMap<>();
        for (String line : environment.lines().toList()) {
            String[] variable = line.substring("export ".length()).split("=", 2);
            variables.put(variable[0], variable[1]);
        }
        return Ec2Client.builder()
                .endpointOverride(URI.create(of(variables, "AWS_ENDPOINT_URL_EC2")))
                .region(Region.of(of(variables, "AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        of(variables, "AWS_ACCESS_KEY_ID"), of(variables, "AWS_SECRET_ACCESS_KEY"))))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static String of(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).orElseThrow();
    }
}
