package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What curl sees. */
class ImdsAnswersTest {

    private ImdsOnLoopback imds;
    private TestClient curl;
    private String token;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.with(Example.web(), Example.second()));
        curl = imds.connect(ImdsOnLoopback.WEB);
        token = curl.token(21600);
    }

    @AfterEach
    void close() throws IOException {
        curl.close();
        imds.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /latest/                                                                     | dynamic,meta-data
            /latest                                                                      | dynamic,meta-data
            /latest/meta-data/instance-id                                                | i-0a1b2c3d4e5f60718
            /2021-03-23/meta-data/instance-id                                            | i-0a1b2c3d4e5f60718
            /latest//meta-data/instance-id/                                              | i-0a1b2c3d4e5f60718
            /latest/meta-data/instance-id?x=1                                            | i-0a1b2c3d4e5f60718
            /latest/meta-data/mac                                                        | 02:00:5e:00:53:01
            /latest/meta-data/local-ipv4                                                 | 10.0.1.10
            /latest/meta-data/public-ipv4                                                | 198.51.100.7
            /latest/meta-data/hostname                                                   | ip-10-0-1-10.eu-central-1.compute.internal
            /latest/meta-data/local-hostname                                             | ip-10-0-1-10.eu-central-1.compute.internal
            /latest/meta-data/placement/                                                 | availability-zone,region
            /latest/meta-data/placement/availability-zone                                | eu-central-1a
            /latest/meta-data/placement/region                                           | eu-central-1
            /latest/meta-data/services/domain                                            | amazonaws.com
            /latest/meta-data/services/partition                                         | aws
            /latest/meta-data/network/                                                   | interfaces/
            /latest/meta-data/network/interfaces/                                        | macs/
            /latest/meta-data/network/interfaces/macs/                                   | 02:00:5e:00:53:01/,02:00:5e:00:53:02/
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/device-number    | 0
            /latest/meta-data/network/interfaces/macs/02%3a00%3A5e:00:53:01/device-number | 0
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/ipv4-associations/ | 198.51.100.7
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/ipv4-associations/198.51.100.7 | 10.0.1.10
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/public-ipv4s     | 198.51.100.7
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/public-hostname  | ec2-198-51-100-7.eu-central-1.compute.amazonaws.com
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/device-number    | 1
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/interface-id     | eni-0000002005e005302
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/mac              | 02:00:5e:00:53:02
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/local-ipv4s      | 10.0.2.20,10.0.2.21
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/ipv6s            | 2001:db8:2::20
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/ipv4-prefix      | 10.0.2.32/28
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/ipv6-prefix      | 2001:db8:2:0:1::/80
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/subnet-ipv4-cidr-block  | 10.0.2.0/24
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/subnet-ipv6-cidr-blocks | 2001:db8:2::/64
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/vpc-ipv4-cidr-block     | 10.0.0.0/16
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/vpc-ipv4-cidr-blocks    | 10.0.0.0/16
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/vpc-ipv6-cidr-blocks    | 2001:db8::/56
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/owner-id         | 123456789012
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:02/security-groups  | default
            /latest/meta-data/iam/                                                       | info,security-credentials/
            /latest/meta-data/iam/security-credentials/                                  | failover
            http://169.254.169.254/latest/meta-data/mac                                  | 02:00:5e:00:53:01
            """)
    void itAnswers(String path, String lines) throws IOException {
        TestClient.Answer answer = curl.get(token, path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.header("Server")).isEqualTo("EC2ws");
        assertThat(answer.header("X-Aws-Ec2-Metadata-Token-Ttl-Seconds")).isEqualTo("21600");
        assertThat(answer.body()).isEqualTo(lines.replace(',', '\n'));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /latest/meta-data/no-such-key
            /latest/meta-data/instance-id/deeper
            /latest/user-data
            /latest/api/
            /1999-01-01/meta-data/mac
            /favicon.ico
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:99/
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/network-card
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/ipv4-prefix
            /latest/meta-data/network/interfaces/macs/02:00:5e:00:53:01/ipv6s
            """)
    void whatIsNotThereIsA404WithThePageOfTheRealService(String path) throws IOException {
        TestClient.Answer answer = curl.get(token, path);
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(answer.header("Content-Type")).isEqualTo("text/html");
        assertThat(answer.header("Content-Length")).isEqualTo("339");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE html")
                .endsWith(" <body>\n  <h1>404 - Not Found</h1>\n </body>\n</html>\n");
    }

    @Test
    void aDirectoryWithoutItsSlashIsARedirect() throws IOException {
        TestClient.Answer answer = curl.get(token, "/latest/meta-data/network/interfaces/macs");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 301 Moved Permanently");
        assertThat(answer.header("Location"))
                .isEqualTo("http://169.254.169.254/latest/meta-data/network/interfaces/macs/");
    }

    @Test
    void theRootListsVersions() throws IOException {
        TestClient.Answer answer = curl.get(token, "/");
        assertThat(answer.body().lines()).startsWith("1.0", "2007-01-19").endsWith("latest");
    }

    @Test
    void aListHasASlashAfterDirectoriesOnly() throws IOException {
        assertThat(curl.value(token, "").lines())
                .contains("instance-id", "mac", "network/", "placement/", "services/")
                .isSorted();
        assertThat(curl.value(token, "network/interfaces/macs/" + Example.PRIMARY + "/")
                        .lines())
                .contains("device-number", "ipv4-associations/", "local-ipv4s")
                .doesNotContain("ipv4-prefix", "network-card");
    }

    @Test
    void theIdentityDocumentIsThisInstances() throws IOException {
        assertThat(curl.get(token, "/latest/dynamic/instance-identity/document").body())
                .contains("\"instanceId\" : \"i-0a1b2c3d4e5f60718\"")
                .contains("\"privateIp\" : \"10.0.1.10\"")
                .contains("\"region\" : \"eu-central-1\"")
                .contains("\"pendingTime\" : \"2026-03-01T12:00:00Z\"");
    }

    @Test
    void onlyATypeWithSeveralNetworkCardsHasTheKey() throws IOException {
        imds.set(ImdsOnLoopback.WEB, Example.withSeveralCards(Example.web()));
        assertThat(curl.value(token, "network/interfaces/macs/" + Example.PRIMARY + "/network-card"))
                .isEqualTo("0");
    }

    @Test
    void anIpv6OnlyEniHasNoIpv4KeysAndAnEfaOnlyOneNeither() throws IOException {
        ImdsEni ipv6Only =
                Example.eni(Example.PRIMARY, 0, 0, List.of(), List.of("2001:db8:3::5"), List.of(), new TreeMap<>());
        ImdsEni efaOnly = Example.eni(Example.SECOND, 0, 1, List.of(), List.of(), List.of(), new TreeMap<>());
        imds.set(ImdsOnLoopback.WEB, Example.with(Example.with(Example.web(), ipv6Only), efaOnly));
        String first = "network/interfaces/macs/" + Example.PRIMARY + "/";
        assertThat(curl.value(token, first + "ipv6s")).isEqualTo("2001:db8:3::5");
        assertThat(curl.value(token, first + "local-ipv4s")).isEqualTo("404");
        assertThat(curl.value(token, first + "subnet-ipv4-cidr-block")).isEqualTo("404");
        assertThat(curl.value(token, "local-ipv4")).isEqualTo("404");
        assertThat(curl.value(token, "ipv6")).isEqualTo("2001:db8:3::5");
        assertThat(curl.value(token, "local-hostname")).isEqualTo("i-0a1b2c3d4e5f60718.eu-central-1.compute.internal");
        String second = "network/interfaces/macs/" + Example.SECOND + "/";
        assertThat(curl.value(token, second + "local-ipv4s")).isEqualTo("404");
        assertThat(curl.value(token, second + "ipv6s")).isEqualTo("404");
        assertThat(curl.value(token, second + "device-number")).isEqualTo("1");
    }

    @Test
    void eachInstanceSeesItself() throws IOException {
        ImdsInstance other = new ImdsInstance(
                "i-0ffffffffffffffff",
                "us-east-1b",
                "m6i.large",
                Optional.empty(),
                false,
                Example.SECOND,
                List.of(Example.second()));
        imds.set(ImdsOnLoopback.OTHER, other);
        try (TestClient neighbour = imds.connect(ImdsOnLoopback.OTHER)) {
            String own = neighbour.token(60);
            assertThat(neighbour.value(own, "instance-id")).isEqualTo("i-0ffffffffffffffff");
            assertThat(neighbour.value(own, "hostname")).isEqualTo("ip-10-0-2-20.ec2.internal");
            assertThat(curl.value(token, "instance-id")).isEqualTo("i-0a1b2c3d4e5f60718");
        }
    }

    @Test
    void aStrangerGetsNoAnswer() throws IOException {
        try (TestClient stranger = imds.connect(ImdsOnLoopback.NOBODY)) {
            stranger.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(stranger.ended()).isTrue();
        }
    }

    @Test
    void aThousandRequestsShareOneConnection() throws IOException {
        Traffic before = imds.server.traffic("i-0a1b2c3d4e5f60718");
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(curl.value(token, "instance-id")).isEqualTo("i-0a1b2c3d4e5f60718");
        }
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        assertThat(imds.server.traffic("i-0a1b2c3d4e5f60718").since(before)).isEqualTo(new Traffic(0, 1000, 0));
        // One delayed acknowledgement costs 40 ms: were there one for each request, this would take 40 s.
        assertThat(milliseconds).isLessThan(10_000);
    }

    @Test
    void theLogTellsWhoAskedWhat() throws IOException {
        curl.value(token, "no-such-key");
        ImdsRequest last = imds.server.log().getLast();
        assertThat(last.method()).isEqualTo("GET");
        assertThat(last.path()).isEqualTo("/latest/meta-data/no-such-key");
        assertThat(last.client().toString()).isEqualTo("127.0.0.2");
        assertThat(last.instance()).isEqualTo("i-0a1b2c3d4e5f60718");
        assertThat(last.status()).isEqualTo(404);
        for (int i = 0; i < RequestLog.KEPT; i++) {
            curl.value(token, "mac");
        }
        assertThat(imds.server.log()).hasSize(RequestLog.KEPT);
        assertThat(imds.server.traffic("i-0a1b2c3d4e5f60718")).isEqualTo(new Traffic(1, RequestLog.KEPT + 2, 1));
    }
}
