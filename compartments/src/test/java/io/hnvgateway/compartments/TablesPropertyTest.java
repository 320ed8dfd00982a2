package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The immutable tables answer as a map does.
class TablesPropertyTest {
    @Property(tries = 200)
    void intTableIsAMap(
            @ForAll @Size(max = 200) Map<Integer, @IntRange(min = 1) Integer> map,
            @ForAll int stranger) {
        IntTable table = IntTable.of(map);

        map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
        assertThat(table.get(stranger)).isEqualTo(map.getOrDefault(stranger, 0));
    }

    @Property(tries = 200)
    void longTableIsAMap(
            @ForAll @Size(max = 200) Map<Long, @IntRange(min = 1) Integer> map,
            @ForAll long stranger) {
        LongTable table = LongTable.of(map);

        map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
        assertThat(table.get(stranger)).isEqualTo(map.getOrDefault(stranger, 0));
    }
}
