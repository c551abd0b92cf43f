package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.host.Host;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NetworkManagerTest {

    private static final Settings SETTINGS = Settings.DEFAULT.with(Backend.NETWORKMANAGER);
    private static final String PROFILE = "/etc/NetworkManager/system-connections/enid-eth1.nmconnection";
    private static final String SETTING = "/run/NetworkManager/conf.d/90-enid.conf";
    private static final SortedSet<String> NONE = new TreeSet<>();

    private final NetworkManager manager = new NetworkManager();

    private static Host host() {
        return Host.withPrimary()
                .settings(SETTINGS)
                .attached(1, "10.0.2.0/24 2001:db8:2::/64", "10.0.2.20", "10.0.2.21", "10.0.2.32/28", "2001:db8:2::20");
    }

    private static Handing handing(Host host) {
        return Handing.of(host.snapshot(), host.desired(), SETTINGS);
    }

    private static HostFile file(Handing handing, String path) {
        return Objects.requireNonNull(
                handing.files().files().get(path), () -> handing.files().toString());
    }

    @Test
    void anEniIsAProfile() {
        HostFile profile = file(handing(host()), PROFILE);

        assertThat(profile.mode()).isEqualTo(0600);
        assertThat(profile.text()).isEqualTo("""
                        # Written by enid, backend networkmanager, for eni-00000001 on eth1; what is changed here is lost, see backend in enid.toml.
                        # To keep enid off this file and off eth1, add a line that says: # EC2SYNC=no

                        [connection]
                        id=enid-eth1
                        uuid=08a3e2f2-9040-32d4-87c2-b568c0fed916
                        type=ethernet
                        autoconnect-priority=100

                        [user]
                        org.freedesktop.nm-cloud-setup.skip=yes

                        [ethernet]
                        mac-address=02:00:00:00:00:01
                        mtu=9001

                        [ipv4]
                        method=manual
                        dad-timeout=0
                        address1=10.0.2.20/24
                        address2=10.0.2.21/32
                        route-table=10001
                        route-metric=0
                        route1=0.0.0.0/0,10.0.2.1,0
                        route1_options=table=10001,onlink=true
                        route2=0.0.0.0/0,10.0.2.1,101
                        route2_options=table=254,src=10.0.2.20,onlink=true
                        route3=10.0.2.0/24,0.0.0.0,101
                        route3_options=table=254,src=10.0.2.20
                        routing-rule1=priority 10001 from 10.0.2.20 table 10001
                        routing-rule2=priority 10001 from 10.0.2.21 table 10001
                        routing-rule3=priority 10001 from 10.0.2.32/28 table 10001

                        [ipv6]
                        method=manual
                        addr-gen-mode=eui64
                        address1=2001:db8:2::20/64
                        route-table=10001
                        route-metric=1024
                        route1=::/0,fe80:ec2::1,1024
                        route1_options=table=10001,onlink=true
                        route2=::/0,fe80:ec2::1,1025
                        route2_options=table=254,src=2001:db8:2::20,onlink=true
                        route3=2001:db8:2::/64,::,1025
                        route3_options=table=254,src=2001:db8:2::20
                        route4=fe80::/64,::,256
                        route4_options=table=254
                        routing-rule1=priority 10001 from 2001:db8:2::20 table 10001
                        """);
    }

    @Test
    void anEniOfOneFamilyLeavesTheOtherAlone() {
        Host host = Host.withPrimary().settings(SETTINGS).attached(1, "2001:db8:2::/64", "2001:db8:2::20");
        KeyfileSyntax profile = KeyfileSyntax.read(file(handing(host), PROFILE).text());
        assertThat(profile.value("ipv4", "method")).isEqualTo("disabled");
        assertThat(profile.value("ipv6", "method")).isEqualTo("manual");

        Host other = Host.withPrimary().settings(SETTINGS).attached(1, "10.0.2.0/24", "10.0.2.20");
        assertThat(KeyfileSyntax.read(file(handing(other), PROFILE).text()).value("ipv6", "method"))
                .isEqualTo("ignore");
    }

    @Test
    void theIdOfAProfileIsTheEnisOwn() {
        assertThat(NetworkManagerProfile.uuid(Host.id(1))).isEqualTo(NetworkManagerProfile.uuid(Host.id(1)));
        assertThat(NetworkManagerProfile.uuid(Host.id(1))).isNotEqualTo(NetworkManagerProfile.uuid(Host.id(2)));
    }

    @Test
    void noEniBeginsWithDhcp() {
        assertThat(file(handing(host()), SETTING).text()).isEqualTo("""
                        # Written by enid, backend networkmanager, for this host; what is changed here is lost, see backend in enid.toml.

                        [main]
                        no-auto-default+=driver:ena,driver:ixgbevf,driver:vif,except:interface-name:=eth0
                        """);
    }

    @Test
    void profilesAreReadAllAtOnceAndBroughtUpOneByOne() {
        SortedSet<String> changed = new TreeSet<>(List.of("eth2", "eth1"));
        SortedSet<String> again = new TreeSet<>(List.of("eth3"));
        assertThat(manager.after(new Bringing(changed, again, NONE, NONE, new TreeSet<>(List.of(SETTING)))))
                .extracting(Command::toString)
                .containsExactly(
                        "nmcli general reload conf",
                        "nmcli connection reload",
                        "nmcli --wait 20 connection up id enid-eth1",
                        "nmcli --wait 20 connection up id enid-eth2",
                        "nmcli --wait 20 connection up id enid-eth3");
    }

    @Test
    void whatIsUpIsOnlyReadAndWhatIsGoneGoesByItself() {
        SortedSet<String> kept = new TreeSet<>(List.of("eth1"));
        SortedSet<String> gone = new TreeSet<>(List.of("eth2"));
        assertThat(manager.after(new Bringing(NONE, NONE, kept, NONE, NONE)))
                .containsExactly(Command.of("nmcli", "connection", "reload"));
        assertThat(manager.after(new Bringing(NONE, NONE, NONE, gone, NONE)))
                .containsExactly(Command.of("nmcli", "connection", "reload"));
        assertThat(manager.after(Bringing.NOTHING)).isEmpty();
    }

    @Test
    void itSaysItselfWhatItHasBroughtUp() {
        Handing handing = handing(host());
        HostFile profile = file(handing, PROFILE);
        FoundFile own = found(PROFILE, profile.text());
        FoundFile changed = found(PROFILE, profile.text().replaceFirst("(?s)^.*?\\[", "["));
        String uuid = NetworkManagerProfile.uuid(Host.id(1)).toString();
        FoundFile active = state("connection-uuid=" + uuid + "\n");
        assertThat(broughtUp(handing, own, active)).containsExactly("eth1");
        assertThat(broughtUp(handing, changed, active)).containsExactly("eth1");
        assertThat(broughtUp(handing, own, state(""))).isEmpty();
        assertThat(broughtUp(handing, own, state("connection-uuid=0f9a0f0a-6c1f-3d5c-8f0a-000000000000\n")))
                .isEmpty();
        assertThat(broughtUp(handing, own)).isEmpty();
        assertThat(broughtUp(handing, active)).isEmpty();
    }

    private static FoundFile found(String path, String text) {
        return new FoundFile(path, FoundFile.Kind.REGULAR, 0600, 0, text);
    }

    /** As NetworkManager 1.42 writes it. */
    private static FoundFile state(String line) {
        return found(
                "/run/NetworkManager/devices/3",
                "[device]\nmanaged=true\nperm-hw-addr-fake=02:00:00:00:00:01\n" + line + "nm-owned=false\n");
    }

    private SortedSet<String> broughtUp(Handing handing, FoundFile... files) {
        return new TreeSet<>(manager.broughtUp(
                environment(NONE, files),
                handing.network().enis().stream().map(EniNetwork::link).toList()));
    }

    private static HostEnvironment environment(SortedSet<String> present, FoundFile... files) {
        return new HostEnvironment(new TreeMap<>(), present, FoundFiles.of(List.of(files)));
    }

    @Test
    void whereEnidBringsEnisUpItselfItLeavesThemAlone() {
        SortedSet<String> runs = new TreeSet<>(List.of(HostEnvironment.NETWORKMANAGER_RUNS));
        Direct direct = new Direct();
        HostNetwork there = new HostNetwork(Optional.of("ens5"), List.of(), environment(runs));
        assertThat(Objects.requireNonNull(direct.files(there).files().get(SETTING))
                        .text())
                .isEqualTo("""
                        # Written by enid, backend direct, for this host; what is changed here is lost, see backend in enid.toml.

                        [device-enid]
                        match-device=driver:ena,driver:ixgbevf,driver:vif,except:interface-name:=ens5
                        managed=0
                        """);
        assertThat(direct.places()).contains(new Place("/run/NetworkManager/conf.d", "90-enid.conf"));
        assertThat(direct.after(new Bringing(NONE, NONE, NONE, NONE, new TreeSet<>(List.of(SETTING)))))
                .contains(Command.of("nmcli", "general", "reload", "conf"));
    }

    @Test
    void whereThePrimaryIsNotKnownOrNobodyRunsNothingIsSaid() {
        SortedSet<String> runs = new TreeSet<>(List.of(HostEnvironment.NETWORKMANAGER_RUNS));
        HostNetwork unknown = new HostNetwork(Optional.empty(), List.of(), environment(runs));
        HostNetwork other = new HostNetwork(Optional.of("ens5"), List.of(), HostEnvironment.UNKNOWN);
        assertThat(new Direct().files(unknown).files()).doesNotContainKey(SETTING);
        assertThat(new Direct().files(other).files()).doesNotContainKey(SETTING);
        assertThat(manager.files(unknown).files()).isEmpty();
    }
}
