package dev.enid.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyFileTest {

    private static final String GOOD = """
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [instances.web]
            [enis.web-0]
            subnet = "a"
            instance = "web"
            device-index = 0
            """;

    static Stream<String> shipped() {
        return TopologyFile.SHIPPED.stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void whatComesWithTheLabIsGood(String name) throws TopologyException {
        Vpc vpc = TopologyFile.shipped(name);

        assertThat(vpc.instances()).isNotEmpty();
        assertThat(vpc.enis().values().stream().map(VpcEni::mac)).doesNotHaveDuplicates();
        assertThat(vpc.enis().values().stream().flatMap(VpcEni::owned)).doesNotHaveDuplicates();
        assertThat(vpc.instances().values())
                .allSatisfy(each -> assertThat(vpc.primary(each.name()).attachment())
                        .hasValueSatisfying(place -> assertThat(place.primary()).isTrue()));
    }

    @Test
    void theSameFileGivesTheSameVpc() throws TopologyException {
        assertThat(TopologyFile.shipped("big")).isEqualTo(TopologyFile.shipped("big"));
    }

    @Test
    void anotherSeedGivesOtherIdsAndTheSameAddresses() throws TopologyException {
        VpcEni first = TopologyFile.parse("test", GOOD).eni("web-0");
        VpcEni other = TopologyFile.parse("test", "seed = 7\n" + GOOD).eni("web-0");

        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(other.mac()).isNotEqualTo(first.mac());
        assertThat(other.ipv4()).isEqualTo(first.ipv4());
    }

    @Test
    void anEniHasOneAddressOfEachFamilyOfItsSubnetUnlessToldOtherwise() throws TopologyException {
        VpcEni eni = TopologyFile.parse("test", GOOD).eni("web-0");

        assertThat(eni.ipv4()).containsExactly(Ip.parse("10.0.1.4"));
        assertThat(eni.ipv6()).containsExactly(Ip.parse("2001:db8:100:1::4"));
        assertThat(eni.linkLocal()).isEmpty();
    }

    @Test
    void countedAddressesAreNeverThoseThatTheFileNamesLater() throws TopologyException {
        Vpc vpc = TopologyFile.parse("test", GOOD + """
                        ipv4-count = 3
                        ipv4-prefix-count = 1
                        [enis.later]
                        subnet = "a"
                        addresses = ["10.0.1.5"]
                        prefixes = ["10.0.1.16/28"]
                        """);

        assertThat(vpc.eni("web-0").ipv4())
                .extracting(Ip::toString)
                .containsExactly("10.0.1.4", "10.0.1.6", "10.0.1.7");
        assertThat(vpc.eni("web-0").prefixes()).containsExactly(Cidr.parse("10.0.1.32/28"));
    }

    @Test
    void primariesAreAttachedFirstWhateverTheOrderOfTheFile() throws TopologyException {
        Vpc vpc = TopologyFile.parse("test", """
                [enis.third]
                subnet = "a"
                instance = "web"
                [enis.second]
                subnet = "a"
                instance = "web"
                device-index = 1
                """ + GOOD);

        assertThat(vpc.attached("web").stream().map(VpcEni::name)).containsExactly("web-0", "second", "third");
        assertThat(vpc.attached("web").stream()
                        .map(eni ->
                                eni.attachment().orElseThrow().interfaceName().orElseThrow()))
                .containsExactly("ens5", "ens6", "ens7");
    }

    @Test
    void anEfaOnlyEniHasNeitherAddressesNorALink() throws TopologyException {
        VpcEni eni = TopologyFile.shipped("cards").eni("card-14");

        assertThat(eni.owned()).isEmpty();
        assertThat(eni.attachment().orElseThrow().interfaceName()).isEmpty();
        assertThat(eni.attachment().orElseThrow().networkCard()).isEqualTo(14);
    }

    @Test
    void anEniOfAnIpv6OnlySubnetGetsALinkLocalAddressOfItsOwn() throws TopologyException {
        Vpc vpc = TopologyFile.shipped("ipv6-only");
        Ip linkLocal = vpc.eni("web-0").linkLocal().orElseThrow();

        assertThat(linkLocal.isLinkLocal()).isTrue();
        assertThat(vpc.owner(linkLocal)).contains(vpc.eni("web-0"));
        assertThat(vpc.eni("web-1").linkLocal())
                .isPresent()
                .isNotEqualTo(vpc.eni("web-0").linkLocal());
        assertThat(vpc.eni("web-2").linkLocal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cidrs = ["10.0.0.0/16", "2001:db8:100::/56"] | cidrs = ["10.0.0.0/8"] | line 2: vpc.cidrs: 10.0.0.0/8 does not fit
                    cidrs = ["10.0.0.0/16", "2001:db8:100::/56"] | cidrs = ["10.0.0.0/16", "10.0.1.0/24"] | line 2: vpc.cidrs: 10.0.1.0/24 overlaps 10.0.0.0/16
                    cidrs = ["10.0.0.0/16", "2001:db8:100::/56"] | cidrs = "10.0.0.0/16" | line 2: vpc.cidrs: should be a list of texts
                    ipv4 = "10.0.1.0/24" | ipv4 = "10.1.1.0/24" | line 4: subnets.a.ipv4: 10.1.1.0/24 is not in the VPC's networks
                    ipv4 = "10.0.1.0/24" | ipv4 = "10.0.1.1/24" | line 4: subnets.a.ipv4: not a network such as 10.0.1.0/24
                    ipv4 = "10.0.1.0/24" | ipv4 = 10 | line 4: subnets.a.ipv4: should be text in quotes
                    ipv6 = "2001:db8:100:1::/64" | ipv6 = "2001:db8:100:10::/60" | line 5: subnets.a.ipv6: 2001:db8:100:10::/60 should be an IPv6 network of /64
                    ipv6 = "2001:db8:100:1::/64" | ipv5 = "1" | line 5: subnets.a.ipv5: is not known here; did you mean ipv4?
                    ipv6 = "2001:db8:100:1::/64" | zone = "../x" | line 5: subnets.a.zone: "../x" is not an availability zone
                    [instances.web] | [instances.web]!role = "a role" | line 7: instances.web.role: should be the name of a role
                    [instances.web] | [instances.Web] | line 6: instances.Web: the name "Web" should be at most 15
                    [instances.web] | [instances.fabric] | line 6: instances.fabric: the name fabric is that of the VPC's own namespace
                    subnet = "a" | subnet = "b" | line 8: enis.web-0.subnet: is none of the subnets [a]
                    instance = "web" | instance = "db" | line 9: enis.web-0.instance: is none of the instances [web]
                    device-index = 0 | device-index = 1 | line 6: instances.web: should have a primary ENI
                    device-index = 0 | device-index = 100 | line 10: enis.web-0.device-index: should be 0 to 99, not 100
                    device-index = 0 | device-index = 0!efa-only = true | line 11: enis.web-0.efa-only: cannot be: a primary ENI has addresses
                    device-index = 0 | addresses = ["10.0.2.10"] | line 10: enis.web-0.addresses: 10.0.2.10 is not in subnet a (10.0.1.0/24, 2001:db8:100:1::/64)
                    device-index = 0 | addresses = ["10.0.1.3"] | line 10: enis.web-0.addresses: 10.0.1.3 is reserved
                    device-index = 0 | addresses = ["10.0.1.255"] | line 10: enis.web-0.addresses: 10.0.1.255 is reserved
                    device-index = 0 | addresses = ["10.0.1.9", "10.0.1.9"] | line 10: enis.web-0.addresses: 10.0.1.9 is in use
                    device-index = 0 | prefixes = ["10.0.1.0/28"] | line 10: enis.web-0.prefixes: 10.0.1.0/28 holds an address or a prefix that is in use or reserved
                    device-index = 0 | prefixes = ["10.0.1.16/29"] | line 10: enis.web-0.prefixes: 10.0.1.16/29 cannot be delegated
                    device-index = 0 | ipv4-count = 500 | line 10: enis.web-0.ipv4-count: no free address is left in 10.0.1.0/24
                    device-index = 0 | ipv4-count = 0 | line 10: enis.web-0.ipv4-count: should leave the ENI a primary address
                    device-index = 0 | mac = "03:00:00:00:00:01" | line 10: enis.web-0.mac: 03:00:00:00:00:01 is not the address of one interface
                    device-index = 0 | id = "eni-1" | line 10: enis.web-0.id: not an ENI id
                    device-index = 0 | device-index = 0![enis.x]!subnet = "a"!instance = "web"!network-card = 3 | line 13: enis.x.instance: web has 1 network card(s), no number 3
                    device-index = 0 | count = 2!addresses = ["10.0.1.9"] | line 11: enis.web-0.addresses: cannot be given for several ENIs at once
                    """)
    void aMistakeIsToldWithItsLineAndKey(String good, String bad, String problem) {
        String text = GOOD.replace(good, bad.replace('!', '\n'));

        assertThat(text).isNotEqualTo(GOOD);
        assertThat(problems(text)).contains(problem);
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        String text = problems("""
                [vpc]
                cidrs = ["10.0.0.0/16", "fe80::/56"]
                [subnets.a]
                ipv4 = "10.0.1.0/24"
                [subnets.b]
                ipv4 = "10.0.1.128/25"
                [instances.web]
                manager = "netplan"
                colour = "red"
                [enis.one]
                subnet = "a"
                mac = "02:00:5e:00:53:01"
                [enis.two]
                subnet = "b"
                mac = "02:00:5e:00:53:01"
                efa-only = "yes"
                [outside.one]
                addresses = ["8.8.8.8", "10.0.0.10"]
                """);

        assertThat(text)
                .contains("line 2: vpc.cidrs: fe80::/56 is not a network for hosts")
                .contains("line 6: subnets.b.ipv4: 10.0.1.128/25 overlaps 10.0.1.0/24 of subnet a")
                .contains(
                        "line 8: instances.web.manager: should be one of networkd, amazon-linux, network-manager, dhclient, none")
                .contains("line 9: instances.web.colour: is not known here")
                .contains("line 10: enis.one: the name one is taken")
                .contains("line 16: enis.two.efa-only: should be true or false")
                .contains("line 18: outside.one.addresses: 8.8.8.8 is not a documentation address")
                .contains("line 18: outside.one.addresses: 10.0.0.10 is inside of the VPC's network 10.0.0.0/16");
    }

    @ParameterizedTest
    @CsvSource({"'', enid-lab", "'role = \"failover\"', failover", "'role = \"\"', none"})
    void anInstanceHasARoleUnlessItIsToHaveNone(String line, String role) throws TopologyException {
        Vpc vpc = TopologyFile.parse("a file", GOOD.replace("[instances.web]", "[instances.web]\n" + line));

        assertThat(vpc.instance("web").role().orElse("none")).isEqualTo(role);
    }

    @Test
    void whatIsWrongWithManyEnisIsToldOnce() {
        assertThat(problems(GOOD + """
                [enis.more]
                subnet = "a"
                count = 3
                colour = "red"
                prefixes = ["10.0.1.64/28"]
                mac = 5
                """).lines().map(line -> line.replaceFirst(" known are .*", "")))
                .containsExactly(
                        "line 14: enis.more.colour: is not known here;",
                        "line 15: enis.more.prefixes: cannot be given for several ENIs at once; use ipv4-prefix-count and ipv6-prefix-count",
                        "line 16: enis.more.mac: cannot be given for several ENIs at once; each is made from its ENI's name",
                        "line 16: enis.more.mac: should be text in quotes");
    }

    @Test
    void whatIsWrongWithAnEniOfAnUnknownSubnetIsToldToo() {
        assertThat(problems(GOOD + """
                [enis.more]
                subnet = "c"
                addresses = ["ten", 10]
                id = "eni"
                colour = "red"
                """))
                .contains("line 12: enis.more.subnet: is none of the subnets [a]")
                .contains("line 13: enis.more.addresses: not an IP address: \"ten\"")
                .contains("line 13: enis.more.addresses: should be a list of texts in quotes")
                .contains("line 14: enis.more.id: not an ENI id")
                .contains("line 15: enis.more.colour: is not known here");
    }

    @Test
    void twoEnisWithOneMacAddressAreRefused() {
        String eni = "subnet = \"a\"\nmac = \"02:00:5e:00:53:01\"\n";

        assertThat(problems(GOOD + "[enis.one]\n" + eni + "[enis.two]\n" + eni))
                .contains("line 16: enis.two.mac: 02:00:5e:00:53:01 is another ENI's already");
    }

    @Test
    void anEniInAnotherZoneThanItsInstanceIsRefused() {
        String text = GOOD + """
                [subnets.far]
                zone = "eu-central-1b"
                ipv4 = "10.0.9.0/24"
                [enis.web-1]
                subnet = "far"
                instance = "web"
                """;

        assertThat(problems(text)).contains("enis.web-1.instance: web-1 is in eu-central-1b and web in eu-central-1a");
    }

    @Test
    void brokenTomlIsToldWithItsLine() {
        assertThat(problems("[vpc]\ncidrs = [")).contains("line 2");
        assertThat(problems("")).contains("vpc: is missing").contains("subnets: is missing");
    }

    @Test
    void aFileThatCannotBeReadIsSaid(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("latin.toml"), new byte[] {'#', (byte) 0xe9, '\n'});

        assertThatThrownBy(() -> TopologyFile.read(directory.resolve("none.toml")))
                .hasMessageContaining("none.toml has a problem")
                .hasMessageContaining("is not there; topologies that come with the lab: two-enis");
        assertThatThrownBy(() -> TopologyFile.read(latin)).hasMessageContaining("is not UTF-8 text");
        assertThatThrownBy(() -> TopologyFile.read(Path.of("/dev/zero"))).hasMessageContaining("is larger than");
        assertThatThrownBy(() -> TopologyFile.shipped("tiny")).hasMessageContaining("two-enis, dual-stack");
    }

    private static String problems(String text) {
        TopologyException refused =
                catchThrowableOfType(TopologyException.class, () -> TopologyFile.parse("test.toml", text));
        assertThat(refused).as("refusal of%n%s", text).isNotNull();
        List<Problem> problems = refused.problems();
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
