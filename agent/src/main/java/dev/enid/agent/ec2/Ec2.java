package dev.enid.agent.ec2;

import java.util.List;

/**
 * What a move asks of EC2. Each call is one try: it ends with an answer, or with a failure that says whether the request may
 * have been carried out all the same.
 */
public interface Ec2 extends AutoCloseable {

    /** ENIs, by id. Those that are named and not there are a failure, {@code InvalidNetworkInterfaceID.NotFound}. */
    List<NetworkInterface> networkInterfaces(Which which) throws Ec2Failure;

    /** Instances, in the order of their ids. */
    List<Ec2Instance> instances(List<String> ids) throws Ec2Failure;

    /** How many ENIs and addresses an instance type takes. */
    InstanceLimits limits(String instanceType) throws Ec2Failure;

    /** The subnets of a VPC. */
    List<Subnet> subnets(String vpc) throws Ec2Failure;

    /** One Elastic IP. */
    ElasticIp elasticIp(ElasticIpName name) throws Ec2Failure;

    /** One route table. */
    RouteTable routeTable(String id) throws Ec2Failure;

    /** Changes something. */
    void mutate(Mutation mutation) throws Ec2Failure;

    /** Asks whether a change would be allowed: a failure {@code DryRunOperation} says yes, and any other why not. */
    void dryRun(Mutation mutation) throws Ec2Failure;

    @Override
    void close();
}
