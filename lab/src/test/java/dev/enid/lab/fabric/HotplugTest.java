package dev.enid.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ENIs that come and go, seen from the instance and from the fabric. */
@ExtendWith(TestLab.Extension.class)
class HotplugTest {

    @Test
    void anAttachedEniIsALinkWithItsMacThatIsStillDown(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");
        assertThat(lab.links("web")).containsExactly("ens5");

        Vpc after = vpc.attach(AttachRequest.of("web", "web-1"));

        assertThat(lab.links("web")).containsExactly("ens5", "ens6");
        assertThat(lab.run("web", "ip", "link", "show", "ens6"))
                .contains("link/ether " + after.eni("web-1").mac())
                .contains("mtu 9001")
                .contains("state DOWN");
    }

    @Test
    void aDetachedEniVanishesAndLeavesNothingInTheFabric(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");
        List<String> before = lab.fabricObjects();
        for (int i = 0; i < 3; i++) {
            vpc.attach(AttachRequest.of("web", "web-2"));
            assertThat(lab.fabricObjects()).hasSizeGreaterThan(before.size());

            vpc.detach("web-2");

            assertThat(lab.links("web")).containsExactly("ens5");
            assertThat(lab.fabricObjects()).isEqualTo(before);
        }
    }

    @Test
    void everyChangeIsToldBeforeTheLinkIsThere(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");
        List<String> told = new ArrayList<>();
        vpc.watch(now -> {
            try {
                told.add(now.attached("web").size() + " ENIs, links " + lab.links("web"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        vpc.attach(AttachRequest.of("web", "web-1"));
        vpc.detach("web-1");
        vpc.assign("web-0", AssignRequest.counts(1, 0, 0, 0));

        assertThat(told).containsExactly("2 ENIs, links [ens5]", "1 ENIs, links [ens5, ens6]", "1 ENIs, links [ens5]");
    }

    @Test
    void whatTheVpcRefusesChangesNothing(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");
        Vpc before = vpc.vpc();
        List<String> objects = lab.fabricObjects();

        assertThatThrownBy(
                        () -> vpc.attach(List.of(AttachRequest.of("web", "web-1"), AttachRequest.of("web", "web-9"))))
                .isInstanceOf(VpcException.class)
                .hasMessageContaining("no ENI \"web-9\"");
        assertThatThrownBy(() -> vpc.detach("web-0")).isInstanceOf(VpcException.class);
        assertThatThrownBy(() -> vpc.assign("web-0", AssignRequest.ofPrefixes(List.of(Cidr.parse("10.0.2.64/28")))))
                .isInstanceOf(VpcException.class);

        assertThat(vpc.vpc()).isEqualTo(before);
        assertThat(lab.links("web")).containsExactly("ens5");
        assertThat(lab.fabricObjects()).isEqualTo(objects);
    }

    @Test
    void aLinkThatHasTheNameAlreadyKeepsEveryEniOfTheRequestOut(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("two-enis");
        lab.ip("web", "link add ens7 type veth peer name other\n");
        Vpc before = vpc.vpc();
        List<String> objects = lab.fabricObjects();

        assertThatThrownBy(
                        () -> vpc.attach(List.of(AttachRequest.of("web", "web-1"), AttachRequest.of("web", "web-2"))))
                .isInstanceOf(LabException.class)
                .hasMessage("there is a link called ens7 already where web-2 goes");

        assertThat(vpc.vpc()).isEqualTo(before);
        assertThat(lab.links("web")).containsExactly("ens5", "ens7", "other");
        assertThat(lab.fabricObjects()).isEqualTo(objects);
    }

    @Test
    void anEfaOnlyEniIsAttachedWithoutALink(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up("cards");

        assertThat(vpc.vpc().attached("trn")).hasSize(16);
        assertThat(lab.links("trn")).hasSize(14);
        vpc.detach("card-14");
        assertThat(vpc.attach(AttachRequest.of("trn", "card-14")).attached("trn"))
                .hasSize(16);
        assertThat(lab.links("trn")).hasSize(14);
    }

    @Test
    void fortyEnisOfOneSubnetAtOnceAllWork(TestLab lab) throws IOException, TopologyException {
        LabVpc vpc = lab.up(TopologyFile.parse("forty", """
                [vpc]
                cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
                [subnets.a]
                ipv4 = "10.0.1.0/24"
                ipv6 = "2001:db8:100:1::/64"
                [instances.web]
                enis-per-card = 60
                naming = "eth"
                [enis.web-0]
                subnet = "a"
                instance = "web"
                device-index = 0
                [enis.more]
                count = 39
                subnet = "a"
                [outside.client]
                addresses = ["198.51.100.10", "2001:db8:ffff::10"]
                """));
        lab.echo("web");

        vpc.attach(IntStream.rangeClosed(1, 39)
                .mapToObj(i -> AttachRequest.of("web", "more-" + i))
                .toList());

        assertThat(lab.links("web")).hasSize(40);
        for (Family family : Family.values()) {
            StringBuilder lines = new StringBuilder();
            for (VpcEni eni : vpc.vpc().attached("web").subList(1, 40)) {
                String link = eni.attachment().orElseThrow().interfaceName().orElseThrow();
                int table = 10000 + eni.attachment().orElseThrow().deviceIndex();
                String address = eni.addresses(family).getFirst().toCidr().toString();
                lines.append("link set ").append(link).append(" up\n");
                lines.append("addr add ").append(address).append(" dev ").append(link);
                lines.append(family == Family.V6 ? " nodad\n" : "\n");
                lines.append("route add default via ").append(family == Family.V6 ? "fe80:ec2::1" : "10.0.1.1");
                lines.append(" dev ")
                        .append(link)
                        .append(" table ")
                        .append(table)
                        .append(" onlink\n");
                lines.append("rule add from ")
                        .append(address)
                        .append(" lookup ")
                        .append(table)
                        .append('\n');
            }
            lab.ip(family, "web", lines.toString());
        }
        for (VpcEni eni : vpc.vpc().attached("web")) {
            for (Family family : Family.values()) {
                lab.assertReached("client", eni.addresses(family).getFirst().toString());
            }
        }
    }
}
