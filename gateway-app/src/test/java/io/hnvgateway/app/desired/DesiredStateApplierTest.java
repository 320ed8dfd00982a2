package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples.MemoryStore;
import io.hnvgateway.app.desired.Examples.RecordingTarget;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.provider.resource.DesiredState;
import org.junit.jupiter.api.Test;

class DesiredStateApplierTest {
    private static final String PROVIDER_ADDRESS =
            "/virtualNetworks/0/properties/lookupRecords/0/properties";

    private final MemoryStore store = new MemoryStore();
    private final RecordingTarget target = new RecordingTarget();
    private DesiredStateApplier applier = applier(Examples.CONNECTION);

    @Test
    void appliesStoresAndPublishes() {
        Outcome outcome = applier.apply(Examples.twoTenants(), false);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.changed()).isTrue();
        assertThat(target.published()).hasSize(2);
        assertThat(store.saved()).isEqualTo(applier.applied().state());
    }

    @Test
    void unchangedInputMakesNoNewGeneration() {
        applier.apply(Examples.twoTenants(), false);
        Outcome again = applier.apply(Examples.twoTenants(), false);
        assertThat(again.changed()).isFalse();
        assertThat(again.changes()).isEmpty();
        assertThat(target.publications).isEqualTo(1);
    }

    @Test
    void aDryRunChangesNothing() {
        Outcome outcome = applier.apply(Examples.twoTenants(), true);
        assertThat(outcome.changes()).hasSize(8);
        assertThat(outcome.changed()).isFalse();
        assertThat(target.publications).isZero();
        assertThat(store.saved()).isNull();
    }

    @Test
    void isAllOrNothing() {
        applier.apply(Examples.twoTenants(), false);
        ObjectNode bad = Examples.twoTenants();
        ((ObjectNode) bad.at(PROVIDER_ADDRESS)).put("providerAddress", "192.0.2.12");
        ((ObjectNode) bad.at("/virtualNetworks/1/properties/subnets/0/properties"))
                .put("virtualSubnetId", 1);
        Outcome outcome = applier.apply(bad, false);
        assertThat(outcome.isRefused()).isTrue();
        assertThat(outcome.faults())
                .anyMatch(fault -> fault.toString().contains("must be 4096..16777214"));
        assertThat(target.publications).isEqualTo(1);
    }

    @Test
    void whatCannotBeStoredIsNotPublished() {
        store.broken = true;
        Outcome outcome = applier.apply(Examples.twoTenants(), false);
        assertThat(outcome.faults()).singleElement().asString().contains("no space left on device");
        assertThat(target.publications).isZero();
        assertThat(applier.applied().networks()).isEmpty();
    }

    @Test
    void whatDoesNotCompileIsNotStored() {
        target.broken = true;
        assertThatThrownBy(() -> applier.apply(Examples.twoTenants(), false))
                .hasMessage("does not compile");
        assertThat(store.saved()).isNull();
    }

    @Test
    void whatIsRefusedWhenPublishedIsNotStored() {
        applier.apply(Examples.twoTenants(), false);
        DesiredState before = store.saved();
        target.refused = true;
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        assertThatThrownBy(() -> applier.apply(empty, false)).hasMessage("no room in the guard");
        assertThat(store.saved()).isEqualTo(before).isEqualTo(applier.applied().state());
    }

    @Test
    void loadsTheStoredStateAtStart() {
        applier.apply(Examples.twoTenants(), false);
        applier = applier(Examples.CONNECTION);
        applier.start();
        assertThat(target.publications).isEqualTo(2);
        assertThat(applier.applied().networks()).hasSize(2);
        assertThat(applier.apply(Examples.twoTenants(), false).changes()).isEmpty();
    }

    @Test
    void startsEmptyWithAStoredStateThatIsNoLongerValid() {
        applier.apply(Examples.twoTenants(), false);
        applier = applier(Examples.CONNECTION + ";MaxVMNetworksSupported=1");
        applier.start();
        assertThat(target.last.isEmpty()).isTrue();
        assertThat(applier.applied().networks()).isEmpty();
        assertThat(store.saved()).isNotNull();
    }

    @Test
    void dynamicAddressesComeFromThePoolAndStay() {
        applier.apply(Examples.twoTenants(), false);
        Ipv4Address assigned = dynamicAddress(1);
        assertThat(assigned)
                .as("not .0, not the host's .1")
                .isEqualTo(Ipv4Address.parse("203.0.113.2"));
        ObjectNode more = Examples.twoTenants();
        ArrayNode addresses = (ArrayNode) more.at("/publicIPAddresses");
        addresses
                .insertObject(0)
                .put("resourceId", "a")
                .putObject("properties")
                .put("publicIPAllocationMethod", "Dynamic");
        assertThat(applier.apply(more, false).faults()).isEmpty();
        assertThat(dynamicAddress(1)).isEqualTo(assigned);
    }

    @Test
    void aStoredDynamicAddressOutsideAChangedPoolIsAssignedAnew() {
        applier.apply(Examples.twoTenants(), false);
        applier = applier(Examples.CONNECTION.replace("203.0.113.0/28", "203.0.113.64/28"));
        applier.start();
        assertThat(dynamicAddress(1)).isEqualTo(Ipv4Address.parse("203.0.113.64"));
    }

    /// Two thousand customer networks: complete, valid and resolved; finding nothing new must not
    /// compile again.
    @Test
    void carriesThousandsOfNetworks() {
        applier = applier("FrontEndInterface=a;BackendInterface=b;NatPool=198.18.0.0/18");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 2_000; i++) {
            ManyTenants.add(json, i);
        }
        assertThat(applier.apply(json, false).faults()).isEmpty();
        assertThat(applier.applied().networks()).hasSize(2_000);
        assertThat(applier.apply(json, false).changed()).isFalse();
        ManyTenants.add(json, 2_000);
        assertThat(applier.apply(json, false).changes()).hasSize(4);
    }

    @Test
    void anExhaustedPoolIsAFault() {
        applier = applier(Examples.CONNECTION.replace("203.0.113.0/28", "203.0.113.1"));
        assertThat(applier.apply(Examples.twoTenants(), false).faults())
                .singleElement()
                .asString()
                .startsWith(
                        "publicIPAddresses[woodgrove-pip].publicIPAllocationMethod: Dynamic:"
                                + " no address of the NatPool is free");
    }

    @Test
    void assignsDomainsAndVirtualSubnetsAndKeepsThem() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        network(json, "first");
        applier.apply(json, false);
        TenantNetwork before = applier.applied().networks().getFirst();
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        network(more, "another");
        network(more, "first");
        assertThat(applier.apply(more, false).faults()).isEmpty();
        assertThat(applier.applied().networks()).contains(before);
        assertThat(applier.applied().networks())
                .extracting(network -> network.subnets().getFirst().vsid().value())
                .containsExactly(4097, 4096);
    }

    private static void network(ObjectNode json, String id) {
        ObjectNode network = json.withArray("virtualNetworks").addObject().put("resourceId", id);
        ArrayNode subnets = network.putObject("properties").putArray("subnets");
        subnets.addObject()
                .put("resourceId", "s")
                .putObject("properties")
                .put("addressPrefix", "10.0.0.0/24");
    }

    private Ipv4Address dynamicAddress(int network) {
        return applier.applied().networks().get(network).nat().outboundAddresses().getFirst();
    }

    private DesiredStateApplier applier(String connection) {
        return new DesiredStateApplier(
                Examples.connection(connection), () -> Examples.HOST, store, target);
    }
}
