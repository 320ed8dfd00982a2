package io.hnvgateway.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.value.Ip4Address;
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
                            3, new KernelLink(3, "back", 0x02_00_00_00_00_03L, 1500, true)),
                    List.of(
                            address(1, "127.0.0.1", 8),
                            address(2, "198.51.100.2", 24),
                            address(2, "fe80::1", 64),
                            address(3, "192.0.2.1", 24)),
                    List.of(),
                    Map.of());

    @Test
    void readsTheProviderAddressFromTheInterface() {
        assertThat(host(INTERFACES).providerAddresses())
                .containsExactly(Ip4Address.parse("192.0.2.1"));
        assertThat(host(INTERFACES + "ProviderAddress=192.0.2.7").providerAddresses())
                .containsExactly(Ip4Address.parse("192.0.2.7"));
        assertThat(host(INTERFACES).ownAddresses())
                .containsExactlyInAnyOrder(
                        Ip4Address.parse("127.0.0.1"),
                        Ip4Address.parse("198.51.100.2"),
                        Ip4Address.parse("192.0.2.1"));
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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FrontEndInterface=eth9;BackendInterface=back|FrontEndInterface: eth9: there is no such interface;"
                        + " this host has back, front, lo",
                "FrontEndInterface=front;BackendSwitch=eth9|BackendInterface: eth9: there is no such interface",
                INTERFACES
                        + "FrontEndServerAddress=192.0.2.1|FrontEndServerAddress: 192.0.2.1: is no address of front",
                INTERFACES
                        + "FrontEndGateway=192.0.2.254|FrontEndGateway: 192.0.2.254: is in no subnet of front",
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
                .startsWith("ProviderAddress: is missing, and back has no IPv4 address");
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
        return new KernelAddress(index, IpAddress.parse(text), length);
    }
}
