package dev.enid.agent.ec2;

import dev.enid.agent.ec2.NetworkInterface.Attachment;
import dev.enid.agent.ec2.NetworkInterface.Stage;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceIpv6Address;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;

/** What EC2 says, as values of ours. A member that is not in an answer is null in the SDK's classes. */
final class Translation {

    private Translation() {}

    /** An answer that lacks what was asked for. */
    static final class NotUnderstood extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String code;

        /** @param code of the error that stands for it, as where EC2 names it */
        NotUnderstood(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    static NetworkInterface networkInterface(software.amazon.awssdk.services.ec2.model.NetworkInterface eni) {
        List<Ip> ipv4 = eni.privateIpAddresses().stream()
                .sorted(Comparator.comparing(each -> !Boolean.TRUE.equals(each.primary())))
                .map(NetworkInterfacePrivateIpAddress::privateIpAddress)
                .map(Ip::parse)
                .toList();
        List<NetworkInterfaceIpv6Address> ipv6 = eni.ipv6Addresses();
        return new NetworkInterface(
                new EniId(eni.networkInterfaceId()),
                eni.subnetId(),
                eni.vpcId(),
                eni.availabilityZone(),
                Boolean.TRUE.equals(eni.requesterManaged()),
                !Boolean.FALSE.equals(eni.sourceDestCheck()),
                Optional.ofNullable(eni.attachment()).map(Translation::attachment),
                ipv4,
                ipv6.stream().map(each -> Ip.parse(each.ipv6Address())).toList(),
                ipv6.stream()
                        .filter(each -> Boolean.TRUE.equals(each.isPrimaryIpv6()))
                        .map(each -> Ip.parse(each.ipv6Address()))
                        .findFirst(),
                Stream.concat(
                                eni.ipv4Prefixes().stream().map(each -> Cidr.parse(each.ipv4Prefix())),
                                eni.ipv6Prefixes().stream().map(each -> Cidr.parse(each.ipv6Prefix())))
                        .toList());
    }

    private static Attachment attachment(NetworkInterfaceAttachment attachment) {
        return new Attachment(
                attachment.attachmentId(),
                Optional.ofNullable(attachment.instanceId()),
                slot(attachment.networkCardIndex(), attachment.deviceIndex()),
                stage(attachment.status()),
                Boolean.TRUE.equals(attachment.deleteOnTermination()));
    }

    /** Where there is one network card only, some answers do not name it. */
    private static Slot slot(@Nullable Integer card, @Nullable Integer index) {
        return new Slot(card == null ? 0 : card, index == null ? 0 : index);
    }

    private static Stage stage(AttachmentStatus status) {
        return switch (status) {
            case ATTACHING -> Stage.ATTACHING;
            case ATTACHED -> Stage.ATTACHED;
            case DETACHING -> Stage.DETACHING;
            case DETACHED -> Stage.DETACHED;
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("an unknown state of an attachment");
        };
    }

    static Ec2Instance instance(Instance instance) {
        return new Ec2Instance(
                instance.instanceId(),
                instance.instanceTypeAsString(),
                instance.placement().availabilityZone(),
                // Of a terminated instance neither is told.
                Optional.ofNullable(instance.vpcId()).orElse(""),
                instance.state().nameAsString(),
                instance.networkInterfaces().stream()
                        .map(Translation::plugged)
                        .sorted(Comparator.comparing(Ec2Instance.Plugged::slot))
                        .toList());
    }

    private static Ec2Instance.Plugged plugged(InstanceNetworkInterface eni) {
        return new Ec2Instance.Plugged(
                new EniId(eni.networkInterfaceId()),
                eni.subnetId(),
                slot(eni.attachment().networkCardIndex(), eni.attachment().deviceIndex()));
    }

    static InstanceLimits limits(String type, List<InstanceTypeInfo> types) {
        NetworkInfo network = types.stream()
                .map(InstanceTypeInfo::networkInfo)
                .findFirst()
                .orElseThrow(() -> new NotUnderstood("InvalidInstanceType", "EC2 does not describe " + type));
        List<Integer> cards = new ArrayList<>(network.networkCards().stream()
                .sorted(Comparator.comparing(NetworkCardInfo::networkCardIndex))
                .map(NetworkCardInfo::maximumNetworkInterfaces)
                .toList());
        if (cards.isEmpty()) {
            cards.add(network.maximumNetworkInterfaces());
        }
        return new InstanceLimits(
                cards,
                network.ipv4AddressesPerInterface(),
                Boolean.TRUE.equals(network.ipv6Supported()) ? network.ipv6AddressesPerInterface() : 0);
    }

    static Subnet subnet(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
        return new Subnet(
                subnet.subnetId(),
                subnet.availabilityZone(),
                Stream.concat(
                                Stream.ofNullable(subnet.cidrBlock()),
                                subnet.ipv6CidrBlockAssociationSet().stream().map(each -> each.ipv6CidrBlock()))
                        .map(Cidr::parse)
                        .toList());
    }

    static ElasticIp elasticIp(ElasticIpName name, List<Address> addresses) {
        Address address = addresses.stream()
                .findFirst()
                .orElseThrow(() -> new NotUnderstood("InvalidAddress.NotFound", "there is no Elastic IP " + name));
        return new ElasticIp(
                address.allocationId(),
                Ip.parse(address.publicIp()),
                text(address.networkInterfaceId()).map(EniId::new),
                text(address.instanceId()),
                text(address.privateIpAddress()).map(Ip::parse));
    }

    /** Some members are empty rather than left out. */
    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).filter(each -> !each.isEmpty());
    }

    static RouteTable routeTable(String id, List<software.amazon.awssdk.services.ec2.model.RouteTable> tables) {
        software.amazon.awssdk.services.ec2.model.RouteTable table = tables.stream()
                .findFirst()
                .orElseThrow(() -> new NotUnderstood("InvalidRouteTableID.NotFound", "there is no route table " + id));
        return new RouteTable(
                table.routeTableId(),
                table.vpcId(),
                table.routes().stream()
                        .flatMap(route -> destination(route).map(to -> route(to, route)).stream())
                        .toList());
    }

    private static Optional<Cidr> destination(software.amazon.awssdk.services.ec2.model.Route route) {
        return text(route.destinationCidrBlock())
                .or(() -> text(route.destinationIpv6CidrBlock()))
                .map(Cidr::parse);
    }

    private static RouteTable.Route route(Cidr to, software.amazon.awssdk.services.ec2.model.Route route) {
        Optional<EniId> eni = text(route.networkInterfaceId()).map(EniId::new);
        Optional<String> target = Stream.of(
                        eni.map(EniId::text),
                        text(route.gatewayId()),
                        text(route.natGatewayId()),
                        text(route.transitGatewayId()),
                        text(route.vpcPeeringConnectionId()),
                        text(route.egressOnlyInternetGatewayId()),
                        text(route.localGatewayId()),
                        text(route.carrierGatewayId()),
                        text(route.coreNetworkArn()))
                .flatMap(Optional::stream)
                .findFirst();
        boolean own = route.origin() == RouteOrigin.CREATE_ROUTE_TABLE;
        return new RouteTable.Route(to, target.orElse("something that enid does not know"), eni, own);
    }
}
