package dev.enid.agent.ec2;

import dev.enid.core.inventory.EniId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * EC2 by AWS's SDK for Java. Endpoint, region, profile and credentials are found as every program with the SDK finds them (SDKs
 * and Tools Reference Guide, "Settings reference").
 *
 * <p>The SDK tries nothing twice: whether a change whose answer was lost is asked for again is for whoever looked first.
 */
public final class AwsEc2 implements Ec2 {

    /** Within a region a connection takes milliseconds; the SDK would wait 2 s, and the command line a minute. */
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    /** EC2 answers mutations within some seconds at worst; what takes longer is looked up. */
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    /** Of one call, with signing and finding credentials. */
    private static final Duration CALL = Duration.ofSeconds(15);

    private final Ec2Client client;
    private final DefaultCredentialsProvider credentials;

    private AwsEc2(Ec2Client client, DefaultCredentialsProvider credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    /**
     * A client by the settings of the process: environment, files, container or instance role.
     *
     * @throws Ec2Failure when there is no region, or there are no credentials
     */
    public static AwsEc2 open() throws Ec2Failure {
        quiet();
        Region region = found(
                Ec2Failure.Kind.NO_REGION,
                () -> DefaultAwsRegionProviderChain.builder().build().getRegion());
        DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        try {
            found(Ec2Failure.Kind.NO_CREDENTIALS, credentials::resolveCredentials);
            return new AwsEc2(client(region, credentials), credentials);
        } catch (Ec2Failure | RuntimeException e) {
            credentials.close();
            throw e;
        }
    }

    private static Ec2Client client(Region region, AwsCredentialsProvider credentials) {
        return Ec2Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(ANSWERING))
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ANSWERING)
                        .apiCallTimeout(CALL))
                .build();
    }

    /**
     * What libraries do by themselves, unasked: the SDK logs what the command says anyway, and HttpURLConnection sends a POST
     * again whose connection ended without an answer. To be called before the first logger and the first connection are made.
     */
    private static void quiet() {
        System.setProperty("org.slf4j.simpleLogger.log.software.amazon.awssdk", "off");
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private static <T> T found(Ec2Failure.Kind kind, Supplier<T> search) throws Ec2Failure {
        try {
            return search.get();
        } catch (SdkException e) {
            throw new Ec2Failure(kind, "", "", String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public List<NetworkInterface> networkInterfaces(Which which) throws Ec2Failure {
        DescribeNetworkInterfacesRequest.Builder request = DescribeNetworkInterfacesRequest.builder();
        switch (which) {
            case Which.ById(var ids) ->
                request.networkInterfaceIds(ids.stream().map(EniId::text).toList());
            case Which.ByAddress(var ip, String vpc) ->
                request.filters(
                        filter("vpc-id", vpc),
                        filter(
                                switch (ip.family()) {
                                    case V4 -> "addresses.private-ip-address";
                                    case V6 -> "ipv6-addresses.ipv6-address";
                                },
                                ip.toString()));
            case Which.ByTag(var tag) -> request.filters(filter("tag:" + tag.key(), escaped(tag.value())));
            case Which.InSubnet(String subnet) -> request.filters(filter("subnet-id", subnet));
        }
        return asked(
                "DescribeNetworkInterfaces",
                () -> client.describeNetworkInterfacesPaginator(request.build()).networkInterfaces().stream()
                        .map(Translation::networkInterface)
                        .sorted(Comparator.comparing(NetworkInterface::id))
                        .toList());
    }

    /** In a filter's value {@code *} and {@code ?} stand for others, unless a backslash is before them. */
    private static String escaped(String value) {
        return value.replaceAll("[*?\\\\]", "\\\\$0");
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    @Override
    public List<Ec2Instance> instances(List<String> ids) throws Ec2Failure {
        return asked(
                "DescribeInstances",
                () -> client.describeInstancesPaginator(request -> request.instanceIds(ids)).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .map(Translation::instance)
                        .sorted(Comparator.comparing(Ec2Instance::id))
                        .toList());
    }

    @Override
    public InstanceLimits limits(String instanceType) throws Ec2Failure {
        return asked(
                "DescribeInstanceTypes",
                () -> Translation.limits(
                        instanceType,
                        client.describeInstanceTypes(request -> request.instanceTypesWithStrings(instanceType))
                                .instanceTypes()));
    }

    @Override
    public List<Subnet> subnets(String vpc) throws Ec2Failure {
        return asked(
                "DescribeSubnets",
                () ->
                        client
                                .describeSubnetsPaginator(request -> request.filters(filter("vpc-id", vpc)))
                                .subnets()
                                .stream()
                                .map(Translation::subnet)
                                .sorted(Comparator.comparing(Subnet::id))
                                .toList());
    }

    @Override
    public ElasticIp elasticIp(ElasticIpName name) throws Ec2Failure {
        return asked(
                "DescribeAddresses",
                () -> Translation.elasticIp(
                        name,
                        client.describeAddresses(request -> {
                                    switch (name) {
                                        case ElasticIpName.ByAddress(var ip) -> request.publicIps(ip.toString());
                                        case ElasticIpName.ByAllocation(String id) -> request.allocationIds(id);
                                    }
                                })
                                .addresses()));
    }

    @Override
    public RouteTable routeTable(String id) throws Ec2Failure {
        return asked(
                "DescribeRouteTables",
                () -> Translation.routeTable(
                        id,
                        new ArrayList<>(client.describeRouteTables(request -> request.routeTableIds(id))
                                .routeTables())));
    }

    @Override
    public void mutate(Mutation mutation) throws Ec2Failure {
        asked(name(mutation), () -> Requests.send(client, mutation, false));
    }

    @Override
    public void dryRun(Mutation mutation) throws Ec2Failure {
        asked(name(mutation), () -> Requests.send(client, mutation, true));
    }

    /** {@code ec2:DetachNetworkInterface} without its service. */
    private static String name(Mutation mutation) {
        return mutation.action().text().substring("ec2:".length());
    }

    private static <T> T asked(String action, Supplier<T> call) throws Ec2Failure {
        try {
            return call.get();
        } catch (AbortedException e) {
            // The thread was interrupted; whoever waits next hears of it.
            Thread.currentThread().interrupt();
            throw SdkFailures.of(action, e);
        } catch (SdkException e) {
            throw SdkFailures.of(action, e);
        } catch (Translation.NotUnderstood e) {
            throw new Ec2Failure(Ec2Failure.Kind.REFUSED, action, e.code(), String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            // A value type of ours refused what EC2 said.
            throw new Ec2Failure(
                    Ec2Failure.Kind.REFUSED, action, "", "EC2's answer is not understood: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
