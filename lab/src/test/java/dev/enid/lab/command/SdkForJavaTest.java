package dev.enid.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** AWS's SDK for Java asks the lab, with its own waiters and paginators. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SdkForJavaTest {

    private Person person;
    private Ec2Client ec2;

    @BeforeAll
    void up() throws Exception {
        person = Person.here();
        String lab = person.lab('j');
        person.sees("lab", "up", lab);
        ec2 = SdkClient.of(person.sees("lab", "env", lab));
    }

    @AfterAll
    void down() {
        if (ec2 != null) {
            ec2.close();
        }
        person.close();
    }

    private Instance instance(String name) {
        return ec2
                .describeInstancesPaginator(request -> request.filters(filter("tag:Name", name)))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .findFirst()
                .orElseThrow();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private NetworkInterface eni(String id) {
        return ec2.describeNetworkInterfaces(request -> request.networkInterfaceIds(id))
                .networkInterfaces()
                .getFirst();
    }

    private String make(String subnet) {
        return ec2.createNetworkInterface(request -> request.subnetId(subnet)
                        .description("made by the SDK")
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType("network-interface")
                                .tags(Tag.builder().key("role").value("sdk").build())
                                .build()))
                .networkInterface()
                .networkInterfaceId();
    }

    @Test
    void anEniIsMadeWaitedForAttachedDetachedAndDeleted() {
        Instance web = instance("web");
        assertThat(web.state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(ec2.waiter()
                        .waitUntilInstanceRunning(request -> request.instanceIds(web.instanceId()))
                        .matched()
                        .response())
                .isPresent();
        String eni = make(web.subnetId());
        ec2.waiter().waitUntilNetworkInterfaceAvailable(request -> request.networkInterfaceIds(eni));

        String attachment = ec2.attachNetworkInterface(request -> request.networkInterfaceId(eni)
                        .instanceId(web.instanceId())
                        .deviceIndex(4))
                .attachmentId();

        NetworkInterface attached = eni(eni);
        assertThat(attached.status()).isEqualTo(NetworkInterfaceStatus.IN_USE);
        assertThat(attached.attachment().attachmentId()).isEqualTo(attachment);
        assertThat(attached.attachment().deviceIndex()).isEqualTo(4);
        assertThat(attached.attachment().status()).isEqualTo(AttachmentStatus.ATTACHED);
        assertThat(attached.description()).isEqualTo("made by the SDK");
        assertThat(attached.tagSet())
                .containsExactly(Tag.builder().key("role").value("sdk").build());

        ec2.detachNetworkInterface(request -> request.attachmentId(attachment));
        ec2.waiter().waitUntilNetworkInterfaceAvailable(request -> request.networkInterfaceIds(eni));
        ec2.deleteNetworkInterface(request -> request.networkInterfaceId(eni));
        assertThatThrownBy(() -> eni(eni)).satisfies(thrown -> isRefusal(thrown, "InvalidNetworkInterfaceID.NotFound"));
    }

    @Test
    void longListsAreFetchedPageByPage() {
        String subnet = instance("web").subnetId();
        List<String> made = IntStream.range(0, 6).mapToObj(_ -> make(subnet)).toList();

        var pages = ec2.describeNetworkInterfacesPaginator(
                request -> request.maxResults(5).filters(filter("tag:role", "sdk")));

        assertThat(pages.stream().count()).isEqualTo(2);
        assertThat(pages.networkInterfaces().stream().map(NetworkInterface::networkInterfaceId))
                .containsExactlyInAnyOrderElementsOf(made);
        made.forEach(each -> ec2.deleteNetworkInterface(request -> request.networkInterfaceId(each)));
    }

    @Test
    void refusalsHaveTheirCodes() {
        String instance = instance("web").instanceId();
        String eni = make(instance("web").subnetId());
        assertThatThrownBy(() -> ec2.attachNetworkInterface(request -> request.networkInterfaceId(eni)
                        .instanceId(instance)
                        .deviceIndex(5)
                        .dryRun(true)))
                .satisfies(thrown -> isRefusal(thrown, "DryRunOperation"));
        assertThat(eni(eni).status()).isEqualTo(NetworkInterfaceStatus.AVAILABLE);
        assertThatThrownBy(() ->
                        ec2.detachNetworkInterface(request -> request.attachmentId("eni-attach-0123456789abcdef0")))
                .satisfies(thrown -> isRefusal(thrown, "InvalidAttachmentID.NotFound"));
        assertThatThrownBy(() -> ec2.attachNetworkInterface(request ->
                        request.networkInterfaceId(eni).instanceId(instance).deviceIndex(0)))
                .satisfies(thrown -> isRefusal(thrown, "InvalidParameterValue"));
        assertThatThrownBy(() -> ec2.describeInstances(request -> request.instanceIds("web")))
                .satisfies(thrown -> isRefusal(thrown, "InvalidInstanceID.Malformed"));
        ec2.deleteNetworkInterface(request -> request.networkInterfaceId(eni));
    }

    private static void isRefusal(Throwable thrown, String code) {
        assertThat(thrown).isInstanceOfSatisfying(Ec2Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.requestId()).isNotBlank();
        });
    }
}
