package io.hnvgateway.provider.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Comparison NOTHING_KNOWN =
            Comparison.between(DesiredState.EMPTY, DesiredState.EMPTY, Scope.ALL);
    private static final int MOST = 10_000;

    /// A network with records put one by one, and one that goes.
    private static List<ResourceChange> ofOneNetwork(int records) {
        List<ResourceChange> changes = new ArrayList<>();
        changes.add(
                ResourceChange.delete(
                        ResourceReference.parse("/virtualNetworks/contoso/lookupRecords/gone")));
        for (int i = 0; i < records; i++) {
            changes.add(put("/virtualNetworks/contoso/lookupRecords/vm" + i));
        }
        changes.add(put("/virtualNetworks/contoso"));
        return changes;
    }

    private static ResourceChange put(String path) {
        return new ResourceChange.Put(
                ResourceReference.parse(path),
                JsonNodeFactory.instance.objectNode().put("resourceId", "x".repeat(80)));
    }

    @Test
    void whatBelongsTogetherGoesTogetherUpToTheLimit() {
        List<ResourceChange> changes = ofOneNetwork(300);
        Batches batches = Batches.of(changes, NOTHING_KNOWN, MOST, 1_000_000);
        assertThat(batches.removals()).isEmpty();
        assertThat(batches.others()).containsExactly(changes);
    }

    @Test
    void beyondTheLimitItIsPartedWithWhatOthersReferToFirst() {
        List<ResourceChange> changes = ofOneNetwork(300);
        Batches batches = Batches.of(changes, NOTHING_KNOWN, MOST, 2 * MOST);
        assertThat(batches.others()).hasSizeGreaterThan(5).allMatch(batch -> batch.size() < 60);
        List<ResourceChange> all = batches.others().stream().flatMap(List::stream).toList();
        assertThat(all).containsExactlyInAnyOrderElementsOf(changes);
        assertThat(all.getFirst()).isEqualTo(changes.getLast());
        assertThat(all.getLast()).isEqualTo(changes.getFirst());
    }
}
