package io.hnvgateway.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HostPoliciesTest {
    private static final List<IpAddress> OWN =
            List.of(IpAddress.parse("192.0.2.1"), IpAddress.parse("fd00:b::1"));

    private final DesiredState state = TwoTenants.document().state();

    @Test
    void leadsHostsToTheGatewayByItsAddressMacAndProviderAddress() throws FaultsException {
        VirtualNetwork contoso = state.virtualNetworks().getFirst();
        HostPolicy policy = HostPolicies.of(state, OWN, contoso.routingDomainId());
        assertThat(policy.records().stream().filter(r -> r.type() == RecordType.GATEWAY_WILDCARD))
                .singleElement()
                .satisfies(gateway -> {
                    assertThat(gateway.customerAddress()).hasToString("10.254.254.2");
                    assertThat(gateway.place().virtualSubnetId()).isEqualTo(5000);
                    assertThat(gateway.place().macAddress()).hasToString("02-00-5E-00-50-02");
                    assertThat(gateway.place().providerAddress()).hasToString("192.0.2.1");
                });
        assertThat(policy.records()).hasSize(contoso.lookupRecords().size() + 1);
        assertThat(policy.routes())
                .filteredOn(route -> route.destinationPrefix().length() == 0)
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.nextHop()).hasToString("10.254.254.2");
                    assertThat(route.virtualSubnetId()).isEqualTo(5000);
                });
        assertThat(policy.routes().stream().filter(PolicyRoute::isOnLink))
                .hasSize(contoso.subnets().size());
    }

    @Test
    void saysNothingOfOtherNetworks() throws FaultsException {
        VirtualNetwork contoso = state.virtualNetworks().getFirst();
        UUID own = Objects.requireNonNull(contoso.routingDomainId());
        HostPolicy policy = HostPolicies.of(state, OWN, own);
        assertThat(policy.records()).allMatch(one -> own.equals(one.routingDomainId()));
        assertThat(policy.routes()).allMatch(one -> own.equals(one.routingDomainId()));
        assertThat(HostPolicies.of(state, OWN, null).records())
                .hasSizeGreaterThan(policy.records().size());
        assertThatThrownBy(() -> HostPolicies.of(state, OWN, new UUID(0, 7)))
                .isInstanceOf(FaultsException.class)
                .hasMessageContaining("no virtual network has it");
    }

    @Test
    void whatIsExportedAndImportedIsTheSameNetwork() throws FaultsException {
        String script = PolicyScript.write(HostPolicies.of(state, OWN, null));
        HostPolicy read = PolicyScript.read(script).policy();
        for (VirtualNetwork network : state.virtualNetworks()) {
            List<IpAddress> gateways = List.of(IpAddress.parse("10.254.254.2"));
            assertThat(PolicyImport.into(network, gateways, read)).isEqualTo(network);
            VirtualNetwork empty =
                    new VirtualNetwork(
                            network.resourceId(),
                            network.routingDomainId(),
                            network.addressPrefixes(),
                            network.subnets(),
                            List.of(),
                            List.of());
            VirtualNetwork filled = PolicyImport.into(empty, gateways, read);
            assertThat(filled.lookupRecords()).isEqualTo(network.lookupRecords());
            assertThat(filled.customerRoutes())
                    .extracting("destinationPrefix", "nextHop")
                    .isEqualTo(
                            network.customerRoutes().stream()
                                    .map(r -> tuple(r.destinationPrefix(), r.nextHop()))
                                    .filter(t -> !gateways.contains(t.toList().get(1)))
                                    .toList());
        }
    }
}
