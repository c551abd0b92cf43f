package dev.enid.lab.server;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.lab.dns.HostNames;
import dev.enid.lab.ec2.ApiFault;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.fault.ActiveFault;
import dev.enid.lab.fault.Fault;
import dev.enid.lab.fault.FaultWords;
import dev.enid.lab.fault.Faults;
import dev.enid.lab.imds.FaultSpec;
import dev.enid.lab.imds.Traffic;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import dev.enid.lab.topology.VpcRoute;
import dev.enid.lab.topology.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code enid lab show}.
 *
 * @param since ISO 8601
 * @param process the id of the process that holds the lab
 * @param detached ENIs that are on no instance
 * @param outside machines outside of the VPC
 * @param dns where names are asked for inside of instances
 * @param ec2 where the EC2 API answers
 * @param endpoints where the metadata service answers inside of instances
 */
public record LabView(
        String name,
        String since,
        long process,
        VpcView vpc,
        List<SubnetView> subnets,
        List<InstanceView> instances,
        List<EniView> detached,
        List<ElasticIpView> elasticIps,
        List<RouteTableView> routeTables,
        List<OutsideView> outside,
        List<String> endpoints,
        DnsView dns,
        Ec2View ec2,
        List<FaultView> faults,
        List<ConsumedView> consumed) {

    /** The VPC itself. */
    public record VpcView(String id, List<String> cidrs) {}

    /**
     * The EC2 API.
     *
     * @param endpoint on this machine, and inside of every instance
     * @param faults that are on; none is for one instance
     * @param consumed how many requests have met each kind
     */
    public record Ec2View(String endpoint, String region, List<FaultView> faults, List<ConsumedView> consumed) {}

    /**
     * The VPC's DNS.
     *
     * @param domain that instances' names end in
     */
    public record DnsView(List<String> servers, String domain) {}

    /** A subnet. */
    public record SubnetView(String name, String id, String zone, List<String> cidrs, List<String> gateways) {}

    /**
     * An instance.
     *
     * @param state running or stopped; one that is terminated is not shown
     * @param namespace as {@code ip netns} knows it; absent without root, and while it is stopped
     * @param process that holds the instance's namespaces, for nsenter; absent while it is stopped
     * @param manager who configured the primary ENI
     */
    public record InstanceView(
            String name,
            String id,
            String zone,
            String type,
            String state,
            Optional<String> namespace,
            Optional<Long> process,
            String manager,
            List<EniView> enis,
            Traffic imds) {}

    /**
     * An ENI.
     *
     * @param instance its name; absent when detached
     * @param interface_ as it is called when it appears; absent when detached, or EFA-only
     * @param attachment attaching, attached or detaching; absent when detached
     */
    public record EniView(
            String name,
            String id,
            String mac,
            String subnet,
            Optional<String> instance,
            Optional<String> interface_,
            Optional<Integer> networkCard,
            Optional<Integer> deviceIndex,
            Optional<String> attachment,
            List<String> addresses,
            List<String> prefixes,
            boolean sourceDestCheck,
            boolean efaOnly) {}

    /**
     * An Elastic IP.
     *
     * @param privateIp what it stands for; absent when it is associated with nothing
     * @param eni the name of the ENI that has that address
     */
    public record ElasticIpView(
            String publicIp, String allocationId, Optional<String> privateIp, Optional<String> eni) {}

    /**
     * A route table.
     *
     * @param subnets names of those with this table; none of the main one
     */
    public record RouteTableView(String name, String id, List<String> subnets, List<RouteView> routes) {}

    /**
     * A route.
     *
     * @param target {@code local}, {@code igw}, {@code vgw}, or the name of an ENI
     */
    public record RouteView(String destination, String target) {}

    /**
     * A machine outside of the VPC.
     *
     * @param by how it reaches the VPC: direct-connect or internet
     */
    public record OutsideView(
            String name, String by, List<String> addresses, Optional<String> namespace, long process) {}

    /**
     * A fault that is on.
     *
     * @param instance its name; absent for all
     * @param remaining for how many requests it still is; absent until it is switched off
     */
    public record FaultView(String fault, Optional<String> instance, Optional<Integer> remaining, long consumed) {}

    /** How many requests have met a kind of fault since the lab came up. */
    public record ConsumedView(String kind, long requests) {}

    static LabView of(Lab lab, long process) {
        Vpc vpc = lab.network().vpc();
        return new LabView(
                lab.network().name(),
                lab.since().toString(),
                process,
                new VpcView(vpc.id(), texts(vpc.cidrs())),
                vpc.subnets().values().stream().map(LabView::subnet).toList(),
                vpc.instances().values().stream()
                        .filter(each -> each.state() != InstanceState.TERMINATED)
                        .map(each -> instance(lab, vpc, each, machine(lab, each.name())))
                        .toList(),
                vpc.enis().values().stream()
                        .filter(eni -> eni.attachment().isEmpty())
                        .map(LabView::eni)
                        .toList(),
                vpc.elasticIps().values().stream()
                        .map(each -> elasticIp(vpc, each))
                        .toList(),
                vpc.routeTables().values().stream()
                        .map(each -> routeTable(vpc, each))
                        .toList(),
                vpc.outside().values().stream()
                        .map(each -> outside(each, lab.network().machine(each.name())))
                        .toList(),
                List.of("http://" + Vpc.IMDS_V4, "http://[" + Vpc.IMDS_V6 + "]"),
                dns(vpc, lab.ec2().region()),
                new Ec2View(
                        lab.ec2().endpoint(),
                        lab.ec2().region(),
                        faults(vpc, lab.ec2().faults()),
                        consumed(lab.ec2().faults(), ApiFault.Kind.class)),
                faults(vpc, lab.imds().faults()),
                consumed(lab.imds().faults(), FaultSpec.Kind.class));
    }

    /** A stopped instance has none. */
    private static Optional<Machine> machine(Lab lab, String name) {
        return lab.network().machines().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private static DnsView dns(Vpc vpc, String region) {
        return new DnsView(vpc.resolvers().stream().map(Ip::toString).toList(), new HostNames(region).domain());
    }

    private static SubnetView subnet(Subnet subnet) {
        List<String> gateways = new java.util.ArrayList<>();
        subnet.gatewayV4().map(Ip::toString).ifPresent(gateways::add);
        subnet.ipv6().ifPresent(any -> gateways.add(Vpc.GATEWAY_V6.toString()));
        return new SubnetView(
                subnet.name(),
                subnet.id(),
                subnet.zone(),
                subnet.cidrs().map(Cidr::toString).toList(),
                gateways);
    }

    private static InstanceView instance(Lab lab, Vpc vpc, VpcInstance instance, Optional<Machine> machine) {
        return new InstanceView(
                instance.name(),
                instance.id(),
                instance.zone(),
                instance.type().name(),
                instance.state().name().toLowerCase(Locale.ROOT),
                machine.flatMap(Machine::namespace),
                machine.map(Machine::process),
                instance.manager().word(),
                vpc.attached(instance.name()).stream().map(LabView::eni).toList(),
                lab.imds().traffic(instance.id()));
    }

    private static EniView eni(VpcEni eni) {
        return new EniView(
                eni.name(),
                eni.id().text(),
                eni.mac().toString(),
                eni.subnet(),
                eni.attachment().map(Attachment::instance),
                eni.attachment().flatMap(Attachment::interfaceName),
                eni.attachment().map(Attachment::networkCard),
                eni.attachment().map(Attachment::deviceIndex),
                eni.attachment().map(place -> place.state().name().toLowerCase(Locale.ROOT)),
                eni.addresses().map(Ip::toString).toList(),
                texts(eni.prefixes()),
                eni.sourceDestCheck(),
                eni.efaOnly());
    }

    private static ElasticIpView elasticIp(Vpc vpc, ElasticIp address) {
        Optional<Ip> ip = address.association().map(ElasticIp.Association::privateIp);
        return new ElasticIpView(
                address.publicIp().toString(),
                address.allocationId(),
                ip.map(Ip::toString),
                ip.flatMap(vpc::holder).map(VpcEni::name));
    }

    private static RouteTableView routeTable(Vpc vpc, RouteTable table) {
        return new RouteTableView(
                table.name(),
                table.id(),
                table.subnets(),
                vpc.routes(table).stream()
                        .map(route -> new RouteView(
                                route.destination().toString(),
                                switch (route.target()) {
                                    case VpcRoute.Local _ -> "local";
                                    case VpcRoute.Gateway(Way way) -> way.kind();
                                    case VpcRoute.Interface(String eni) -> eni;
                                }))
                        .toList());
    }

    private static OutsideView outside(OutsideMachine machine, Machine holder) {
        return new OutsideView(
                machine.name(),
                machine.way().word(),
                machine.addresses().stream().map(Ip::toString).toList(),
                holder.namespace(),
                holder.process());
    }

    private static <F extends Fault> List<FaultView> faults(Vpc vpc, Faults<F> faults) {
        return faults.active().stream().map(each -> fault(vpc, each)).toList();
    }

    private static <K extends Enum<K>> List<ConsumedView> consumed(Faults<?> faults, Class<K> kinds) {
        return faults.consumed(kinds).entrySet().stream()
                .map(each -> new ConsumedView(FaultWords.word(each.getKey()), each.getValue()))
                .toList();
    }

    private static FaultView fault(Vpc vpc, ActiveFault<?> fault) {
        return new FaultView(
                fault.fault().text(),
                fault.scope().instance().map(id -> vpc.instance(id).name()),
                fault.remaining().isPresent() ? Optional.of(fault.remaining().getAsInt()) : Optional.empty(),
                fault.consumed());
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
