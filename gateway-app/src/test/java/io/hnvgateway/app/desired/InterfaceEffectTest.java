package io.hnvgateway.app.desired;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.Examples.MemoryStore;
import io.hnvgateway.app.desired.Examples.RecordingTarget;
import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What interfaces of VMs come to, and gateways without addresses.
class InterfaceEffectTest {
    private static final String INTERFACE =
            """
            {'resourceId': 'vm7', 'properties': {'privateMacAddress': '02-00-00-00-01-77', 'ipConfigurations': [
              {'resourceId': 'v4', 'properties': {'privateIPAddress': '10.0.0.77',
                 'subnet': {'resourceRef': '/virtualNetworks/contoso/subnets/web'},
                 'publicIPAddress': {'resourceRef': '/publicIPAddresses/vm7'}, 'providerAddress': '192.0.2.17'}}]}}
            """;
    private static final String PUBLIC =
            "{'resourceId': 'vm7', 'properties': {'ipAddress': '203.0.113.77', 'publicIPAllocationMethod': 'Static'}}";

    private final RecordingTarget target = new RecordingTarget();
    private final DesiredStateApplier applier =
            new DesiredStateApplier(
                    Examples.connection(Examples.CONNECTION),
                    () -> Examples.HOST,
                    new MemoryStore(),
                    target);

    @BeforeEach
    void twoTenants() {
        assertThat(applier.apply(Examples.twoTenants(), false).faults()).isEmpty();
    }

    @Test
    void anInterfaceActsAsARecordAndARule() {
        assertThat(
                        put("{'publicIPAddresses': [%s], 'networkInterfaces': [%s]}"
                                        .formatted(PUBLIC, INTERFACE))
                                .faults())
                .isEmpty();
        assertThat(target.last.changed())
                .extracting(TenantNetwork::name)
                .containsExactly("contoso");
        TenantNetwork contoso = network("contoso");
        assertThat(contoso.lookupRecords()).extracting(LookupRecord::name).contains("vm7/v4");
        assertThat(contoso.nat().oneToOnes())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.publicAddress()).hasToString("203.0.113.77");
                    assertThat(rule.customerAddress()).hasToString("10.0.0.77");
                });
        Outcome moved =
                put(
                        "{'networkInterfaces': [%s]}"
                                .formatted(INTERFACE.replace("192.0.2.17", "192.0.2.18")));
        assertThat(moved.changes())
                .singleElement()
                .asString()
                .isEqualTo(
                        "~ networkInterfaces[vm7].ipConfigurations[v4].providerAddress:"
                                + " \"192.0.2.17\" -> \"192.0.2.18\"");
        assertThat(target.last.changed())
                .extracting(TenantNetwork::name)
                .containsExactly("contoso");
        assertThat(
                        applier.edit(
                                        DesiredStateDocument.of(DesiredState.EMPTY),
                                        List.of(ResourceReference.of("networkInterfaces", "vm7")),
                                        PhaseTimes.start())
                                .faults())
                .isEmpty();
        assertThat(network("contoso").lookupRecords())
                .extracting(LookupRecord::name)
                .doesNotContain("vm7/v4");
    }

    @Test
    void anInterfaceThatTakesAVmsAddressIsRefusedByItsOwnPath() {
        Outcome outcome =
                put(
                        "{'publicIPAddresses': [%s], 'networkInterfaces': [%s]}"
                                .formatted(PUBLIC, INTERFACE.replace("10.0.0.77", "10.0.0.10")));
        assertThat(outcome.faults())
                .anySatisfy(fault ->
                        assertThat(fault.toString())
                                .isEqualTo(
                                        "networkInterfaces[vm7].ipConfigurations[v4].privateIPAddress:"
                                                + " 10.0.0.10: is taken by virtualNetworks[contoso].lookupRecords[web1]"));
    }

    @Test
    void aPoolThatGatewaysNameStays() {
        assertThat(
                        put("{'gatewayPools': [{'resourceId': 'p', 'properties': {}}], 'virtualGateways': [%s]}"
                                        .formatted(
                                                gateway(
                                                        "'gatewayPools': [{'resourceRef': '/gatewayPools/P'}],")))
                                .faults())
                .isEmpty();
        Outcome outcome =
                applier.edit(
                        DesiredStateDocument.of(DesiredState.EMPTY),
                        List.of(ResourceReference.of("gatewayPools", "p")),
                        PhaseTimes.start());
        assertThat(outcome.faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.REFERENCE_NOT_FOUND);
                    assertThat(fault.path())
                            .isEqualTo("virtualGateways[contoso-gw].gatewayPools[0]");
                });
    }

    @Test
    void tenantsOfOnePoolAreNotOneTenant() {
        put("{'gatewayPools': [{'resourceId': 'p', 'properties': {}}]}");
        ResourceBook book = ResourceBook.of(applier.applied().state());
        assertThat(book.connected(List.of("/virtualnetworks/contoso")))
                .doesNotContain("/virtualnetworks/woodgrove");
        put(
                "{'virtualGateways': [%s, %s]}"
                        .formatted(
                                gateway("'gatewayPools': [{'resourceRef': '/gatewayPools/P'}],"),
                                gateway("'gatewayPools': [{'resourceRef': '/gatewayPools/P'}],")
                                        .replace("contoso", "woodgrove")));
        book = ResourceBook.of(applier.applied().state());
        assertThat(book.connected(List.of("/virtualnetworks/contoso")))
                .contains("/gatewaypools/p")
                .doesNotContain("/virtualnetworks/woodgrove");
    }

    @Test
    void aGatewayWithoutAddressesGetsTheSecondThatNobodyUses() {
        assertThat(put("{'virtualGateways': [%s]}".formatted(gateway(""))).faults()).isEmpty();
        // as it had before
        assertThat(addresses("contoso")).containsExactly("10.254.254.2");
        applier.edit(
                DesiredStateDocument.of(DesiredState.EMPTY),
                List.of(ResourceReference.of("virtualGateways", "contoso-gw")),
                PhaseTimes.start());
        assertThat(put("{'virtualGateways': [%s]}".formatted(gateway(""))).faults()).isEmpty();
        // as customer routes say
        assertThat(addresses("contoso")).containsExactly("10.254.254.2");
        assertThat(put("{'virtualGateways': [%s]}".formatted(gateway(""))).changed()).isFalse();
    }

    @Test
    void aGatewayWithoutAddressesIsWhereTheHostsSendTo() {
        assertThat(assignedWith(route("10.254.254.5"), "")).containsExactly("10.254.254.5");
        // a VM's
        assertThat(assignedWith(route("10.254.254.5"), record("10.254.254.5")))
                .containsExactly("10.254.254.2");
        assertThat(assignedWith("", record("10.254.254.2"))).containsExactly("10.254.254.3");
    }

    private static String route(String nextHop) {
        return """
        {'resourceId': 'r', 'properties': {'destinationPrefix': '0.0.0.0/0', 'nextHop': '%s',
          'virtualSubnetId': 7101, 'metric': 1}}
        """
                .formatted(nextHop);
    }

    private static String record(String address) {
        return """
        {'resourceId': 'vm', 'properties': {'customerAddress': '%s', 'virtualSubnetId': 7101,
          'macAddress': '02-00-00-00-00-71', 'providerAddress': '192.0.2.11'}}
        """
                .formatted(address);
    }

    /// The addresses that the gateway of a new network gets.
    private List<String> assignedWith(String route, String record) {
        for (String collection : List.of("virtualGateways", "virtualNetworks")) {
            applier.edit(
                    DesiredStateDocument.of(DesiredState.EMPTY),
                    List.of(ResourceReference.of(collection, "fabrikam")),
                    PhaseTimes.start());
        }
        Outcome outcome =
                put(
                        """
                        {'virtualNetworks': [{'resourceId': 'fabrikam', 'properties': {
                           'addressSpace': {'addressPrefixes': ['10.0.0.0/8']},
                           'subnets': [{'resourceId': 'vms', 'properties': {
                              'addressPrefix': '10.0.0.0/24', 'virtualSubnetId': 7100}},
                             {'resourceId': 'gw', 'properties': {
                              'addressPrefix': '10.254.254.0/29', 'virtualSubnetId': 7101}}],
                           'customerRoutes': [%s], 'lookupRecords': [%s]}}],
                         'virtualGateways': [{'resourceId': 'fabrikam', 'properties': {
                           'gatewaySubnets': [{'resourceRef': '/virtualNetworks/fabrikam/subnets/gw'}]}}]}
                        """
                                .formatted(route, record));
        assertThat(outcome.faults()).isEmpty();
        return addresses("fabrikam");
    }

    private static String gateway(String more) {
        return """
        {'resourceId': 'contoso-gw', 'properties': {%s
          'gatewaySubnets': [{'resourceRef': '/virtualNetworks/contoso/subnets/gateway'}]}}
        """
                .formatted(more);
    }

    private List<String> addresses(String name) {
        return network(name).gatewayInterfaces().stream()
                .map(GatewayInterface::address)
                .map(Object::toString)
                .toList();
    }

    private TenantNetwork network(String name) {
        return applier.applied().networks().stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Outcome put(String text) {
        try {
            return applier.edit(
                    DesiredStateReader.read(text.replace('\'', '"').getBytes(UTF_8)),
                    List.of(),
                    PhaseTimes.start());
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }
}
