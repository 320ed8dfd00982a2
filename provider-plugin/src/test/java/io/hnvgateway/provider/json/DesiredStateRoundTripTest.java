package io.hnvgateway.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// Each property of the examples in turn: what is null or blank is as if it were not there, and
    /// takes nothing else along in silence.
    @ParameterizedTest
    @ValueSource(strings = {"null", "\" \""})
    void whatIsNullOrBlankIsAbsent(String text) throws Exception {
        JsonNode value = new ObjectMapper().readTree(text);
        for (Supplier<ObjectNode> example :
                List.<Supplier<ObjectNode>>of(
                        TwoTenants::json,
                        () -> DesiredStateWriter.write(BothFamilies.document().state()))) {
            int count = properties(example.get()).size();
            assertThat(count).isGreaterThan(80);
            for (int i = 0; i < count; i++) {
                ObjectNode replaced = example.get();
                Place place = properties(replaced).get(i);
                place.of().set(place.name(), value);
                ObjectNode removed = example.get();
                properties(removed).get(i).of().remove(place.name());
                DesiredStateDocument with = DesiredStateReader.read(replaced);
                DesiredStateDocument without = DesiredStateReader.read(removed);
                assertThat(with).as("%s of %s", place.name(), place.of()).isEqualTo(without);
            }
        }
    }

    private record Place(ObjectNode of, String name) {}

    /// Those that hold no list and no object.
    private static List<Place> properties(JsonNode node) {
        List<Place> places = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(name -> {
                        if (object.get(name).isValueNode()) {
                            places.add(new Place(object, name));
                        }
                    });
        }
        node.forEach(child -> places.addAll(properties(child)));
        return places;
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
