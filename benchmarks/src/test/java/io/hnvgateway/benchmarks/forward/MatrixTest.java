package io.hnvgateway.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Scenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void measuresEachScenarioOnce(boolean quick) {
        List<Scenario> scenarios = entries(quick).stream().map(Matrix.Entry::scenario).toList();
        assertThat(new HashSet<>(scenarios)).hasSameSizeAs(scenarios);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void quicklyMeasuresTenThousandFlowsThroughEveryVariant(Direction direction) {
        assertThat(entries(true))
                .contains(new Matrix.Entry(new Scenario(direction, 64, 10_000, 1), Variants.ALL));
    }

    @Test
    void comparesOneCompartmentWithAThousandInTheSameRounds() {
        for (Direction direction : Direction.values()) {
            assertThat(Matrix.few(true))
                    .anySatisfy(block ->
                            assertThat(block.entries())
                                    .extracting(Matrix.Entry::scenario)
                                    .contains(
                                            new Scenario(direction, 64, 10_000, 1),
                                            new Scenario(direction, 64, 10_000, 1000)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fillsTheTablesLast(boolean quick) {
        assertThat(Matrix.few(quick))
                .flatExtracting(Matrix.Block::entries)
                .allMatch(entry -> entry.scenario().flows() <= 10_000);
        assertThat(Matrix.million(quick))
                .flatExtracting(Matrix.Block::entries)
                .isNotEmpty()
                .allMatch(entry -> entry.scenario().flows() == 1_000_000);
    }

    @Test
    void sendsAThousandCompartmentsOnlyThroughWhatKnowsThem() {
        Scenario one = new Scenario(Direction.UP, 64, 10_000, 1);
        Scenario thousand = new Scenario(Direction.UP, 64, 10_000, 1000);
        List<Matrix.Entry> entries = Matrix.of(List.of(one, thousand)).getFirst().entries();
        assertThat(entries).extracting(Matrix.Entry::scenario).containsExactly(one, thousand);
        assertThat(entries.getFirst().variants()).contains(Variants.OVS);
        assertThat(entries.getLast().variants()).doesNotContain(Variants.OVS);
    }

    private static List<Matrix.Entry> entries(boolean quick) {
        List<Matrix.Entry> all = new ArrayList<>();
        Matrix.few(quick).forEach(block -> all.addAll(block.entries()));
        Matrix.million(quick).forEach(block -> all.addAll(block.entries()));
        return all;
    }
}
