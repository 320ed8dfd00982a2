package io.hnvgateway.provider.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateDiffTest {
    private final DesiredState before = TwoTenants.document().state();

    @Test
    void isEmptyForTheSame() {
        assertThat(StateDiff.between(before, TwoTenants.document().state())).isEmpty();
    }

    @Test
    void namesAMigrationByItsPath() {
        DesiredState after =
                TwoTenants.with(
                                "/virtualNetworks/0/properties/lookupRecords/0/properties/providerAddress",
                                "'192.0.2.12'")
                        .state();
        assertThat(lines(before, after))
                .containsExactly(
                        "~ virtualNetworks[contoso].lookupRecords[web1].providerAddress:"
                                + " \"192.0.2.11\" -> \"192.0.2.12\"");
    }

    @Test
    void namesAddedAndRemovedResources() {
        DesiredState after =
                TwoTenants.with(json -> ((ArrayNode) json.at("/loadBalancers")).remove(0)).state();
        assertThat(lines(before, after)).containsExactly("- loadBalancers[contoso-nat]");
        assertThat(lines(after, before)).containsExactly("+ loadBalancers[contoso-nat]");
    }

    @Test
    void namesAPropertyThatComesAndGoes() {
        DesiredState after =
                TwoTenants.with("/virtualGateways/0/properties/backEnd", "{'mtu': 1400}").state();
        assertThat(lines(before, after))
                .containsExactly("+ virtualGateways[contoso-gw].backEnd.mtu");
        assertThat(lines(after, before))
                .containsExactly("- virtualGateways[contoso-gw].backEnd.mtu");
    }

    @Test
    void comparesPlainListsAsOneValue() {
        DesiredState after =
                TwoTenants.with("/virtualGateways/0/properties/directRouting", "{'prefixes': []}")
                        .state();
        assertThat(lines(before, after))
                .containsExactly(
                        "~ virtualGateways[contoso-gw].directRouting.prefixes: [\"10.0.1.0/24\"] -> []");
    }

    private static List<String> lines(DesiredState before, DesiredState after) {
        return StateDiff.between(before, after).stream().map(Change::toString).toList();
    }
}
