package io.hnvgateway.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.TaggedInterface;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {
    private static final String INTERFACES = "FrontEndInterface=front;BackendInterface=back;";
    private static final KernelState KERNEL =
            new KernelState(
                    Map.of(
                            1, new KernelLink(1, "lo", 0, 65_536, true),
                            2, new KernelLink(2, "front", 0x02_00_00_00_00_02L, 1500, true),
                            3, new KernelLink(3, "back", 0x02_00_00_00_00_03L, 1500, true),
                            4, new KernelLink(4, "dotted.5", 0x02_00_00_00_00_04L, 1500, true),
                            6, new KernelLink(6, "mg", 0x02_00_00_00_00_06L, 1500, true),
                            5,
                                    new KernelLink(
                                            5, "storage", 0x02_00_00_00_00_03L, 1500, true, 3, 7)),
                    List.of(
                            address(1, "127.0.0.1", 8),
                            address(2, "198.51.100.2", 24),
                            address(2, "fe80::1", 64),
                            address(6, "203.0.113.9", 24),
                            address(3, "192.0.2.1", 24),
                            address(3, "2001:db8:2::1", 64),
                            address(3, "fe80::2", 64)),
                    List.of(),
                    Map.of());

    @Test
    void readsTheProviderAddressFromTheInterface() {
        assertThat(host(INTERFACES).providerAddresses())
                .containsExactly(IpAddress.parse("192.0.2.1"), IpAddress.parse("2001:db8:2::1"));
        assertThat(host(INTERFACES + "ProviderAddress=192.0.2.7").providerAddresses())
                .containsExactly(IpAddress.parse("192.0.2.7"));
        assertThat(host(INTERFACES).ownAddresses())
                .containsExactlyInAnyOrder(
                        IpAddress.parse("127.0.0.1"),
                        IpAddress.parse("198.51.100.2"),
                        IpAddress.parse("192.0.2.1"),
                        IpAddress.parse("203.0.113.9"),
                        IpAddress.parse("fe80::1"),
                        IpAddress.parse("2001:db8:2::1"),
                        IpAddress.parse("fe80::2"));
    }

    @Test
    void acceptsWhatFits() {
        assertThat(
                        faults(
                                INTERFACES
                                        + "DirectRoutingMode=True;FrontEndServerAddress=198.51.100.2;"
                                        + "FrontEndGateway=198.51.100.254;BackendGateway=192.0.2.254"))
                .isEmpty();
        assertThat(faults("FrontEndInterface=back;BackendInterface=back")).isEmpty();
        assertThat(faults(INTERFACES + "ManagementEndpoint=https://203.0.113.9:8443")).isEmpty();
        assertThat(faults(INTERFACES + "ManagementEndpoint=https://127.0.0.1:8443")).isEmpty();
    }

    @Test
    void knowsTaggedInterfacesAndTheirAddresses() {
        String tagged =
                "FrontEndInterface=dotted.5,front.5;BackendInterface=back,back.100;"
                        + "Addresses=198.51.100.9/24@front.5,192.0.3.9/24@back.100,2001:db8:3::9/64@back.100;"
                        + "FrontEndGateway=198.51.100.254;BackendGateway=192.0.3.254,2001:db8:3::fe,2001:db8:2::fe";
        assertThat(faults(tagged)).isEmpty();
        assertThat(host(tagged).tagged("back.100")).contains(new TaggedInterface("back", 100));
        assertThat(host(tagged).tagged("dotted.5")).isEmpty();
        assertThat(host(tagged).providerAddresses())
                .extracting(IpAddress::toString)
                .containsExactly("192.0.2.1", "2001:db8:2::1", "192.0.3.9", "2001:db8:3::9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FrontEndInterface=eth9;BackendInterface=back|FrontEndInterface: eth9: there is no such interface;"
                        + " this host has back, dotted.5, front, lo",
                "FrontEndInterface=front;BackendSwitch=eth9|BackendInterface: eth9: there is no such interface",
                INTERFACES
                        + "FrontEndServerAddress=192.0.2.1|FrontEndServerAddress: 192.0.2.1: is no address of front",
                INTERFACES
                        + "FrontEndGateway=192.0.2.254|FrontEndGateway: 192.0.2.254: is in no subnet of front",
                INTERFACES
                        + "FrontEndGateway=198.51.100.254,2001:db8:2::fe|FrontEndGateway: 2001:db8:2::fe:"
                        + " is in no subnet of front",
                "FrontEndInterface=front;BackendInterface=eth9.100;Addresses=192.0.2.9/24@eth9.100|"
                        + "BackendInterface: eth9.100: there is no such interface",
                "FrontEndInterface=front;BackendInterface=back.100|BackendInterface: back.100: has no address;"
                        + " the gateway tags it itself: write Addresses=",
                "FrontEndInterface=front;BackendInterface=back.7;Addresses=192.0.2.9/24@back.7|BackendInterface:"
                        + " back.7: is the host's interface storage; name storage",
                "FrontEndInterface=storage;BackendInterface=back|FrontEndInterface: storage: is the host's VLAN interface"
                        + " on back, which is the gateway's too; remove it from the host and name back.7",
                "FrontEndInterface=storage;BackendInterface=back.100;Addresses=192.0.2.9/24@back.100|FrontEndInterface:"
                        + " storage: is the host's VLAN interface on back,",
                "FrontEndInterface=front;BackendInterface=back.100;Addresses=198.51.100.2/24@back.100|Addresses:"
                        + " 198.51.100.2/24@back.100: is the host's own address",
                "FrontEndInterface=dotted.5;BackendInterface=back;Addresses=198.51.100.9/24@dotted.5|Addresses:"
                        + " 198.51.100.9/24@dotted.5: is on an interface of the host; give it to the interface there",
                INTERFACES
                        + "ManagementEndpoint=https://198.51.100.2:8443|ManagementEndpoint: 198.51.100.2: is an address of"
                        + " the front end or the back end; listen at an address of an interface that is not the gateway's",
                INTERFACES
                        + "ManagementEndpoint=https://[2001:db8:2::1]|ManagementEndpoint: 2001:db8:2::1: is an address of",
                INTERFACES
                        + "ManagementEndpoint=https://gw.example;ManagementAddress=203.0.113.8|ManagementEndpoint:"
                        + " 203.0.113.8: is no address of this host; name one as ManagementAddress",
                INTERFACES
                        + "BackendGateway=192.0.2.1|BackendGateway: 192.0.2.1: is the host's own address",
            })
    void namesWhatDoesNotFit(String connection, String fault) {
        assertThat(faults(connection)).singleElement().asString().startsWith(fault);
    }

    @Test
    void needsAProviderAddress() {
        KernelState bare = new KernelState(KERNEL.links(), List.of(), List.of(), Map.of());
        HostCheck check = new HostCheck(new HostNetwork(bare, Examples.connection(INTERFACES)));
        assertThat(check.faults())
                .singleElement()
                .asString()
                .startsWith("ProviderAddress: is missing, and back has no address");
    }

    @Test
    void warnsOfForeignLabelsAndOwnAddressesInThePool() {
        HostCheck check =
                new HostCheck(
                        host(INTERFACES + "GatewayVM=GW1.contoso.com;NatPool=198.51.100.0/29"));
        assertThat(check.warnings("gw1", Set.of()))
                .extracting(Fault::toString)
                .containsExactly(
                        "NatPool: 198.51.100.2: is an address of the host; it is given to no tenant");
        assertThat(check.warnings("gw2", Set.of("front")))
                .extracting(Fault::toString)
                .contains(
                        "FrontEndInterface: front: the host forwards from it, past the gateway; set net.ipv4.conf.front.forwarding=0",
                        "GatewayVM: GW1.contoso.com: is not this host's name gw2; it is a label only");
    }

    private static List<String> faults(String connection) {
        return new HostCheck(host(connection)).faults().stream().map(Fault::toString).toList();
    }

    private static HostNetwork host(String connection) {
        return new HostNetwork(KERNEL, Examples.connection(connection));
    }

    private static KernelAddress address(int index, String text, int length) {
        return new KernelAddress(index, io.hnvgateway.packet.IpAddress.parse(text), length);
    }
}
