package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.VpcException;
import dev.enid.lab.topology.VpcRoute;
import dev.enid.lab.topology.Way;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Elastic IPs and route tables, seen with packets. */
@ExtendWith(TestLab.Extension.class)
class WaysOutTest {

    private static final String EIP = "203.0.113.50";
    private static final String ALLOCATION = "eipalloc-0123456789abcdef0";

    private static void elasticIp(TestLab lab, String association, String eni) throws IOException {
        if (lab.lab().vpc().elasticIps().isEmpty()) {
            lab.lab().change(vpc -> vpc.allocate(ALLOCATION, Optional.of(Ip.parse(EIP))));
        }
        lab.lab().change(vpc -> vpc.associate(ALLOCATION, association, eni, Optional.empty(), true));
    }

    @Test
    void anElasticIpIsReachedFromTheInternetAndThePrivateAddressIsNot(TestLab lab)
            throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("a2");
        String address = lab.lab().vpc().primary("a2").ipv4().getFirst().toString();
        lab.assertSilence("user", EIP);

        elasticIp(lab, "eipassoc-1", "a2-0");

        lab.assertReached("user", EIP);
        lab.assertSilence("user", address);
        lab.assertReached("client", address);
        assertThat(lab.run("user", "ping", "-c", "1", "-W", "5", EIP)).contains("1 received");
    }

    @Test
    void connectionsToTheInternetComeFromTheElasticIp(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("user");
        lab.assertSilence("a2", "192.0.2.10");

        elasticIp(lab, "eipassoc-1", "a2-0");
        lab.assertReached("a2", "192.0.2.10");

        lab.lab().change(vpc -> vpc.disassociate("eipassoc-1"));
        lab.assertSilence("a2", "192.0.2.10");
    }

    @Test
    void anElasticIpThatMovesTakesItsPacketsAlong(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        elasticIp(lab, "eipassoc-1", "a2-0");
        lab.echo("b1");
        assertThat(Probe.from(lab.lab(), "user").tcp(Ip.parse(EIP), TestLab.PORT, TestLab.SOON))
                .as("nobody listens on a2")
                .isNotInstanceOf(Answer.Reached.class);

        elasticIp(lab, "eipassoc-2", "b1-0");

        lab.assertReached("user", EIP);
        assertThatThrownBy(() -> lab.lab()
                        .change(vpc -> vpc.associate(ALLOCATION, "eipassoc-3", "a2-0", Optional.empty(), false)))
                .isInstanceOf(VpcException.class)
                .hasMessageContaining("already associated");
        lab.assertReached("user", EIP);
    }

    @Test
    void instancesReachEachOthersElasticIps(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("a2");
        elasticIp(lab, "eipassoc-1", "a2-0");
        lab.assertSilence("b1", EIP);

        lab.lab()
                .change(vpc -> vpc.allocate("eipalloc-2", Optional.empty())
                        .associate("eipalloc-2", "eipassoc-2", "b1-0", Optional.empty(), true));

        lab.assertReached("b1", EIP);
    }

    @Test
    void ipv6NeedsNoTranslation(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("a2");

        lab.assertReached(
                "user", lab.lab().vpc().primary("a2").ipv6().getFirst().toString());
    }

    @Test
    void aRouteToAnEniLeadsToWhateverItsInstanceHas(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        for (String node : new String[] {"a1", "a2"}) {
            lab.run(node, "ip", "addr", "add", "192.168.10.10/32", "dev", "lo");
            lab.echo(node);
        }
        Cidr overlay = Cidr.parse("192.168.10.10/32");
        VpcRoute toFirst = new VpcRoute(overlay, new VpcRoute.Interface("a1-0"));
        lab.assertSilence("b1", "192.168.10.10");

        lab.lab().change(vpc -> vpc.createRoute(RouteTable.MAIN, toFirst));
        lab.assertSilence("b1", "192.168.10.10");
        lab.lab().change(vpc -> vpc.check("a1-0", false).check("a2-0", false));
        lab.assertReached("b1", "192.168.10.10");

        long before = lab.received("a2", "ens5");
        lab.lab()
                .change(vpc ->
                        vpc.replaceRoute(RouteTable.MAIN, new VpcRoute(overlay, new VpcRoute.Interface("a2-0"))));
        lab.assertReached("b1", "192.168.10.10");
        assertThat(lab.received("a2", "ens5")).isGreaterThan(before);

        lab.lab().change(vpc -> vpc.deleteRoute(RouteTable.MAIN, overlay));
        lab.assertSilence("b1", "192.168.10.10");
    }

    @Test
    void withoutARouteToTheGatewayThereIsNoWayOut(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.echo("a2");
        String address = lab.lab().vpc().primary("a2").ipv6().getFirst().toString();
        lab.assertReached("user", address);

        lab.lab().change(vpc -> vpc.deleteRoute(RouteTable.MAIN, Cidr.parse("::/0")));
        lab.assertSilence("user", address);
        lab.assertReached("client", address);

        lab.lab()
                .change(vpc -> vpc.createRoute(
                        RouteTable.MAIN, new VpcRoute(Cidr.parse("::/0"), new VpcRoute.Gateway(Way.INTERNET))));
        lab.assertReached("user", address);
    }

    @Test
    void aRouteThatLeadsNowhereAnyMoreDropsItsPackets(TestLab lab) throws IOException, TopologyException {
        lab.up("two-zones");
        lab.run("a1", "ip", "addr", "add", "192.168.10.10/32", "dev", "lo");
        lab.run("a1", "ip", "link", "set", "ens6", "up");
        lab.echo("a1");
        VpcRoute route = new VpcRoute(Cidr.parse("192.168.10.0/24"), new VpcRoute.Interface("float-a"));
        lab.lab().change(vpc -> vpc.check("float-a", false).createRoute(RouteTable.MAIN, route));
        // The reply leaves by the primary ENI: it, too, has to let strange sources pass.
        lab.lab().change(vpc -> vpc.check("a1-0", false));
        lab.assertReached("b1", "192.168.10.10");

        lab.lab().detach("float-a");
        lab.assertSilence("b1", "192.168.10.10");

        lab.lab().attach(AttachRequest.of("a1", "float-a"));
        lab.run("a1", "ip", "link", "set", "ens6", "up");
        lab.assertReached("b1", "192.168.10.10");
    }
}
