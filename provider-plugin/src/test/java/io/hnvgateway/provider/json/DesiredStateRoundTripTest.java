package io.hnvgateway.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.BothFamilies;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.TwoTenants;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DesiredStateRoundTripTest {

    @Test
    void writesWhatItReads() throws FaultsException {
        DesiredState state = TwoTenants.document().state();
        byte[] text = JsonText.compact(DesiredStateWriter.write(state));
        DesiredStateDocument again = DesiredStateReader.read(text);
        assertThat(again.faults()).isEmpty();
        assertThat(DesiredStateWriter.write(again.state()))
                .isEqualTo(DesiredStateWriter.write(state));
        assertThat(text).doesNotContain('\n');
    }

    @Test
    void keepsBothFamiliesAndAllKindsOfRecords() throws FaultsException {
        DesiredState state = BothFamilies.document().state();
        byte[] text = JsonText.compact(DesiredStateWriter.write(state));
        assertThat(DesiredStateReader.read(text).faults()).isEmpty();
        assertThat(StateDiff.between(state, DesiredStateReader.read(text).state())).isEmpty();
    }

    @Test
    void theOrderOfResourcesDoesNotMatter() {
        DesiredStateDocument shuffled =
                TwoTenants.with(json ->
                        json.properties()
                                .forEach(entry -> {
                                    List<JsonNode> items = new ArrayList<>();
                                    entry.getValue().forEach(items::add);
                                    Collections.reverse(items);
                                    ((ArrayNode) entry.getValue()).removeAll().addAll(items);
                                }));
        assertThat(DesiredStateWriter.write(shuffled.state()))
                .isEqualTo(DesiredStateWriter.write(TwoTenants.document().state()));
    }

    /// Damages the example at random places: reading and writing never throw, and never lose a
    /// resource in silence.
    @Property(tries = 1000)
    void damagedDocumentsAreReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode json = TwoTenants.json();
        for (int i = 0; i <= random.nextInt(4); i++) {
            damage(json, random);
        }
        DesiredStateDocument document = DesiredStateReader.read(json);
        DesiredStateWriter.write(document.state());
        if (document.faults().isEmpty()) {
            assertThat(document.unreadable()).isEmpty();
        }
        if (!document.unreadable().isEmpty()) {
            assertThat(document.faults()).isNotEmpty();
        }
    }

    private static void damage(JsonNode node, Random random) {
        JsonNode here = node;
        while (here.isContainerNode() && !here.isEmpty()) {
            List<JsonNode> children = new ArrayList<>();
            here.forEach(children::add);
            int chosen = random.nextInt(children.size());
            JsonNode next = children.get(chosen);
            if (!next.isContainerNode() || random.nextInt(6) == 0) {
                replace(here, chosen, random);
                return;
            }
            here = next;
        }
    }

    private static void replace(JsonNode parent, int index, Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<JsonNode> values =
                List.of(
                        nodes.nullNode(),
                        nodes.numberNode(-1),
                        nodes.textNode("x"),
                        nodes.arrayNode(),
                        nodes.objectNode(),
                        nodes.booleanNode(true),
                        nodes.numberNode(1e300));
        JsonNode value = values.get(random.nextInt(values.size()));
        if (parent instanceof ArrayNode list) {
            list.set(index, value);
        } else if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            object.set(names.get(index), value);
        }
    }
}
