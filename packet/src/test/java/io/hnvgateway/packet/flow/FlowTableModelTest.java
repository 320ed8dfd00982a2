package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Random sequences of operations on a small, crowded table against a plain map: whatever the
/// order, the table holds what the map holds, refusals of full probes excepted.
class FlowTableModelTest {
    private static final int KEYS = 48;
    private static final int CAPACITY = 32;

    record Operation(int kind, int key, int version, long passNs) {}

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<Long> passNs = Arbitraries.of(0L, 1_000_000L, 400_000_000L, 1_200_000_000L);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.integers().between(0, 1000),
                        passNs)
                .as(Operation::new)
                .list()
                .ofMaxSize(400);
    }

    @Property(tries = 300)
    void behavesAsAMap(
            @ForAll("operations") List<Operation> operations,
            @ForAll long seed,
            @ForAll boolean ipv6) {
        try (NativeMemory memory = new NativeMemory()) {
            Run run = new Run(memory.table(ipv6, CAPACITY, seed));
            for (Operation operation : operations) {
                run.apply(operation);
            }
            run.compareAll();
        }
    }

    private static final class Run {
        private final FlowTable table;
        private final Map<Integer, Integer> model = new HashMap<>();
        private final FlowAction action = new FlowAction();
        private long nowNs;

        Run(FlowTable table) {
            this.table = table;
        }

        void apply(Operation o) {
            nowNs += o.passNs();
            switch (o.kind()) {
                case 0, 1, 2 -> insert(o);
                case 3 -> remove(o);
                case 4 -> update(o);
                default -> reclaim();
            }
            compare(o.key());
            assertThat(table.live()).isEqualTo(model.size());
        }

        private void insert(Operation o) {
            FlowKey key = Flows.key(table.ipv6(), o.key());
            long entry = table.insert(key, Flows.action(key, o.version()), nowNs);
            if (entry != 0) {
                model.put(o.key(), o.version());
            } else {
                assertThat(model).doesNotContainKey(o.key());
            }
        }

        private void remove(Operation o) {
            long entry = table.find(Flows.key(table.ipv6(), o.key()), action);
            if (entry != 0) {
                table.remove(entry, nowNs);
            }
            model.remove(o.key());
        }

        private void update(Operation o) {
            FlowKey key = Flows.key(table.ipv6(), o.key());
            long entry = table.find(key, action);
            if (entry != 0) {
                table.update(entry, Flows.action(key, o.version()));
                model.put(o.key(), o.version());
            }
        }

        private void reclaim() {
            for (int slot = table.capacity() - 1; slot >= 0; slot--) {
                table.reclaim(slot, nowNs);
            }
        }

        void compareAll() {
            for (int n = 0; n < KEYS; n++) {
                compare(n);
            }
        }

        private void compare(int n) {
            FlowKey key = Flows.key(table.ipv6(), n);
            boolean present = table.find(key, action) != 0;
            assertThat(present).as("key %d", n).isEqualTo(model.containsKey(n));
            if (present) {
                assertThat(action.session).isEqualTo(model.get(n));
                assertThat(Flows.isWhole(action, key)).isTrue();
            }
        }
    }
}
