package dev.enid.agent.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AssignIpv6AddressesRequest;
import software.amazon.awssdk.services.ec2.model.AssignPrivateIpAddressesRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.UnassignIpv6AddressesRequest;
import software.amazon.awssdk.services.ec2.model.UnassignPrivateIpAddressesRequest;

/** Changes, as requests of the SDK. */
final class Requests {

    private Requests() {}

    /**
     * Sends it. The answer says nothing that a look would not say better.
     *
     * @param dryRun only for what {@link Mutation#hasDryRun} says so
     */
    static AwsResponse send(Ec2Client client, Mutation mutation, boolean dryRun) {
        return switch (mutation) {
            case Mutation.Attach(var eni, String instance, var slot) ->
                client.attachNetworkInterface(request -> request.networkInterfaceId(eni.text())
                        .instanceId(instance)
                        .deviceIndex(slot.deviceIndex())
                        .networkCardIndex(slot.networkCard())
                        .dryRun(dryRun));
            case Mutation.Detach(var _, String _, String attachment, boolean force) ->
                client.detachNetworkInterface(
                        request -> request.attachmentId(attachment).force(force).dryRun(dryRun));
            case Mutation.Assign assign ->
                assign.network().family() == Family.V4
                        ? client.assignPrivateIpAddresses(assignV4(assign))
                        : client.assignIpv6Addresses(assignV6(assign));
            case Mutation.Unassign unassign ->
                unassign.network().family() == Family.V4
                        ? client.unassignPrivateIpAddresses(unassignV4(unassign))
                        : client.unassignIpv6Addresses(unassignV6(unassign));
            case Mutation.Associate(String allocation, var _, var eni, var privateIp, boolean reassociate) ->
                client.associateAddress(request -> request.allocationId(allocation)
                        .networkInterfaceId(eni.text())
                        .privateIpAddress(privateIp.map(Ip::toString).orElse(null))
                        .allowReassociation(reassociate)
                        .dryRun(dryRun));
            case Mutation.ReplaceRoute replace -> client.replaceRoute(replace(replace, dryRun));
        };
    }

    private static AssignPrivateIpAddressesRequest assignV4(Mutation.Assign assign) {
        AssignPrivateIpAddressesRequest.Builder request = AssignPrivateIpAddressesRequest.builder()
                .networkInterfaceId(assign.eni().text());
        Cidr network = assign.network();
        if (network.isHost()) {
            request.privateIpAddresses(network.ip().toString()).allowReassignment(assign.reassign());
        } else {
            request.ipv4Prefixes(network.toString());
        }
        return request.build();
    }

    private static AssignIpv6AddressesRequest assignV6(Mutation.Assign assign) {
        AssignIpv6AddressesRequest.Builder request = AssignIpv6AddressesRequest.builder()
                .networkInterfaceId(assign.eni().text());
        Cidr network = assign.network();
        return network.isHost()
                ? request.ipv6Addresses(network.ip().toString()).build()
                : request.ipv6Prefixes(network.toString()).build();
    }

    private static UnassignPrivateIpAddressesRequest unassignV4(Mutation.Unassign unassign) {
        UnassignPrivateIpAddressesRequest.Builder request = UnassignPrivateIpAddressesRequest.builder()
                .networkInterfaceId(unassign.eni().text());
        Cidr network = unassign.network();
        return network.isHost()
                ? request.privateIpAddresses(network.ip().toString()).build()
                : request.ipv4Prefixes(network.toString()).build();
    }

    private static UnassignIpv6AddressesRequest unassignV6(Mutation.Unassign unassign) {
        UnassignIpv6AddressesRequest.Builder request = UnassignIpv6AddressesRequest.builder()
                .networkInterfaceId(unassign.eni().text());
        Cidr network = unassign.network();
        return network.isHost()
                ? request.ipv6Addresses(network.ip().toString()).build()
                : request.ipv6Prefixes(network.toString()).build();
    }

    private static ReplaceRouteRequest replace(Mutation.ReplaceRoute replace, boolean dryRun) {
        ReplaceRouteRequest.Builder request = ReplaceRouteRequest.builder()
                .routeTableId(replace.table())
                .networkInterfaceId(replace.eni().text())
                .dryRun(dryRun);
        return switch (replace.destination().family()) {
            case V4 ->
                request.destinationCidrBlock(replace.destination().toString()).build();
            case V6 ->
                request.destinationIpv6CidrBlock(replace.destination().toString())
                        .build();
        };
    }
}
