package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples.MemoryStore;
import io.hnvgateway.app.desired.Examples.RecordingTarget;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Changes of a few resources.
class EditTest {
    private final MemoryStore store = new MemoryStore();
    private final RecordingTarget target = new RecordingTarget();
    private final DesiredStateApplier applier =
            new DesiredStateApplier(
                    Examples.connection(Examples.CONNECTION), () -> Examples.HOST, store, target);
    private final DesiredStateDocument none = DesiredStateDocument.of(DesiredState.EMPTY);

    @BeforeEach
    void twoTenants() {
        assertThat(applier.apply(Examples.twoTenants(), false).faults()).isEmpty();
    }

    @Test
    void aPutChangesItsTenantOnly() {
        Outcome outcome = put(moved("192.0.2.12"));
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.changes())
                .singleElement()
                .asString()
                .contains("lookupRecords")
                .contains("providerAddress")
                .endsWith("-> \"192.0.2.12\"");
        assertThat(target.last.changed()).hasSize(1);
        assertThat(target.last.removed()).isEmpty();
        assertThat(store.saved()).isEqualTo(applier.applied().state());
        assertThat(target.published()).containsExactlyInAnyOrderElementsOf(networks());
    }

    @Test
    void anUnchangedPutMakesNoNewGeneration() {
        put(moved("192.0.2.12"));
        DesiredState before = store.saved();
        Outcome again = put(moved("192.0.2.12"));
        assertThat(again.changed()).isFalse();
        assertThat(target.publications).isEqualTo(2);
        assertThat(store.saved()).isSameAs(before);
    }

    @Test
    void aFaultChangesNothing() {
        Outcome outcome = put(moved("192.0.2.1"));
        assertThat(outcome.faults())
                .anyMatch(f -> f.toString().contains("the gateway's own provider address"));
        assertThat(target.publications).isEqualTo(1);
        assertThat(store.saved()).isEqualTo(applier.applied().state());
        assertThat(put(moved("192.0.2.12")).faults()).isEmpty();
    }

    @Test
    void aTenantThatTakesAnothersVirtualSubnetIsRefused() {
        ObjectNode thief = JsonNodeFactory.instance.objectNode();
        int vsid =
                Examples.twoTenants()
                        .at("/virtualNetworks/1/properties/subnets/0/properties/virtualSubnetId")
                        .asInt();
        ObjectNode network = thief.putArray("virtualNetworks").addObject();
        network.put("resourceId", "thief")
                .putObject("properties")
                .putArray("subnets")
                .addObject()
                .put("resourceId", "s")
                .putObject("properties")
                .put("addressPrefix", "10.0.0.0/24")
                .put("virtualSubnetId", vsid);
        assertThat(put(thief).faults()).anyMatch(f -> f.toString().contains("is taken by"));
    }

    @Test
    void whatOthersReferToIsNotDeleted() {
        String network = applier.applied().state().virtualNetworks().getFirst().resourceId();
        Outcome outcome =
                applier.edit(
                        none,
                        List.of(ResourceReference.of("virtualNetworks", network)),
                        PhaseTimes.start());
        assertThat(outcome.faults()).anyMatch(f -> f.toString().contains("does not exist"));
        assertThat(applier.applied().networks()).hasSize(2);
    }

    @Test
    void aTenantComesAndGoes() {
        DesiredState before = applier.applied().state();
        ObjectNode third = JsonNodeFactory.instance.objectNode();
        ManyTenants.add(third, 7);
        assertThat(put(third).faults()).isEmpty();
        assertThat(applier.applied().networks()).hasSize(3);
        Outcome gone =
                applier.edit(
                        none,
                        List.of(
                                ResourceReference.of("virtualNetworks", "T7"),
                                ResourceReference.of("virtualGateways", "t7"),
                                ResourceReference.of("loadBalancers", "t7"),
                                ResourceReference.of("publicIPAddresses", "t7")),
                        PhaseTimes.start());
        assertThat(gone.faults()).isEmpty();
        assertThat(target.last.removed()).hasSize(1);
        assertThat(target.last.changed()).isEmpty();
        assertThat(applier.applied().state()).isEqualTo(before).isEqualTo(store.saved());
    }

    @Test
    void deletingWhatIsNotThereIsAFault() {
        assertThat(
                        applier.edit(
                                        none,
                                        List.of(ResourceReference.of("loadBalancers", "nobody")),
                                        PhaseTimes.start())
                                .faults())
                .singleElement()
                .asString()
                .contains("does not exist");
    }

    @Test
    void whatIsRefusedWhenPublishedIsTakenBack() {
        DesiredState before = store.saved();
        target.refused = true;
        assertThatThrownBy(() -> put(moved("192.0.2.12"))).hasMessage("no room in the guard");
        assertThat(store.saved()).isEqualTo(before).isEqualTo(applier.applied().state());
    }

    @Test
    void whatCannotBeStoredIsNotPublished() {
        store.broken = true;
        assertThat(put(moved("192.0.2.12")).faults())
                .singleElement()
                .asString()
                .contains("no space left on device");
        assertThat(target.publications).isEqualTo(1);
    }

    @Test
    void oneNetworkMoreThanPermittedIsRefused() {
        DesiredStateApplier limited =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION + ";MaxVMNetworksSupported=2"),
                        () -> Examples.HOST,
                        store,
                        target);
        assertThat(limited.apply(Examples.twoTenants(), false).faults()).isEmpty();
        ObjectNode third = JsonNodeFactory.instance.objectNode();
        ManyTenants.add(third, 7);
        assertThat(
                        limited.edit(DesiredStateReader.read(third), List.of(), PhaseTimes.start())
                                .faults())
                .anyMatch(f -> f.toString().contains("at most 2 are supported"));
    }

    private List<TenantNetwork> networks() {
        return applier.applied().networks();
    }

    private Outcome put(ObjectNode document) {
        return applier.edit(DesiredStateReader.read(document), List.of(), PhaseTimes.start());
    }

    /// The first network with the first record's VM on another host.
    private static ObjectNode moved(String host) {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        ObjectNode network = (ObjectNode) Examples.twoTenants().at("/virtualNetworks/0");
        ((ObjectNode) network.at("/properties/lookupRecords/0/properties"))
                .put("providerAddress", host);
        put.putArray("virtualNetworks").add(network);
        return put;
    }
}
