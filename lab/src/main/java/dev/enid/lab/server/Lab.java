package dev.enid.lab.server;

import dev.enid.lab.dhcp.DhcpServer;
import dev.enid.lab.dns.DnsServer;
import dev.enid.lab.ec2.Credentials;
import dev.enid.lab.ec2.Ec2Server;
import dev.enid.lab.ec2.Keyring;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.imds.HopLimit;
import dev.enid.lab.imds.ImdsServer;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.imds.RoleKeys;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.kept.KeptRecords;
import dev.enid.lab.topology.Vpc;
import dev.enid.linux.posix.ConnectionHops;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A VPC that is up, with its metadata service, DHCP, DNS and EC2 API.
 *
 * @param since when it came up
 */
public record Lab(LabVpc network, ImdsServer imds, Ec2Server ec2, DhcpServer dhcp, DnsServer dns, Instant since)
        implements AutoCloseable {

    /** As many connections as may wait; the kernel cuts it to net.core.somaxconn. */
    private static final int BACKLOG = 1024;

    private static final int HTTP = 80;

    /**
     * Brings a lab up in this process. It ends with {@link #close} or with the process.
     *
     * @param name at most 15 of a-z and 0-9
     * @throws IOException a {@link dev.enid.lab.fabric.LabException} where this machine cannot have it
     */
    public static Lab up(LabHome home, String name, Vpc vpc, LabTime time, RandomGenerator random) throws IOException {
        return up(home, name, Origin.of(vpc), time, random, Optional.empty());
    }

    /**
     * The same, in a process that is in a network of its own.
     *
     * @param machine listens on the machine's loopback address, for clients of the EC2 API
     */
    public static Lab up(
            LabHome home,
            String name,
            Origin origin,
            LabTime time,
            RandomGenerator random,
            Optional<ServerSocketChannel> machine)
            throws IOException {
        Vpc vpc = origin.vpc();
        Deque<Closeable> open = new ArrayDeque<>();
        try {
            LabVpc network = home.up(name, vpc);
            open.push(network::close);
            VpcMetadata metadata = new VpcMetadata(vpc);
            LaunchFacts facts = LaunchFacts.example(time.now());
            HopLimit hops = ConnectionHops::set;
            Keyring keys = origin.before()
                    .map(kept -> new Keyring(kept.accessKey(), kept.secretKey(), random))
                    .orElseGet(() -> new Keyring(random));
            ImdsServer imds = ImdsServer.start(new ImdsServer.Parts(
                    () -> network.inside(LabVpc.FABRIC, Lab::listen),
                    metadata,
                    facts,
                    instance -> roleKeys(keys.ofInstance(instance, time.now())),
                    time,
                    random,
                    hops));
            open.push(imds::close);
            metadata.all().forEach(imds::observe);
            network.watch(changed -> {
                metadata.become(changed);
                metadata.all().forEach(imds::observe);
            });
            Optional<KeptRecords> before = origin.before().map(KeptLab::records);
            Ec2Server ec2 = Ec2Server.start(network, facts, keys, time, random, before, machine);
            open.push(ec2::close);
            DhcpServer dhcp = DhcpServer.start(network, time::now);
            open.push(dhcp::close);
            DnsServer dns =
                    DnsServer.start(network::vpc, network.inside(LabVpc.FABRIC, () -> DnsServer.Sockets.open(vpc)));
            open.push(dns::close);
            origin.file().ifPresent(ec2::keepIn);
            return new Lab(network, imds, ec2, dhcp, dns, time.now());
        } catch (IOException | RuntimeException e) {
            for (Closeable each : open) {
                each.close();
            }
            throw e;
        }
    }

    private static RoleKeys roleKeys(Credentials credentials) {
        Credentials.Session session = credentials.session().orElseThrow();
        return new RoleKeys(
                credentials.accessKey(), credentials.secretKey(), session.token(), session.from(), session.until());
    }

    private static List<ServerSocketChannel> listen() throws IOException {
        List<ServerSocketChannel> open = new ArrayList<>();
        try {
            for (var address : List.of(Vpc.IMDS_V4, Vpc.IMDS_V6)) {
                ServerSocketChannel channel = ServerSocketChannel.open();
                open.add(channel);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(InetAddress.getByAddress(address.toBytes()), HTTP), BACKLOG);
            }
            return open;
        } catch (IOException | RuntimeException e) {
            for (ServerSocketChannel channel : open) {
                channel.close();
            }
            throw e;
        }
    }

    /** Takes everything down. */
    @Override
    public void close() throws IOException {
        try (network;
                imds;
                dhcp;
                dns) {
            ec2.close();
        }
    }
}
