package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hnvgateway.packet.IpProtocol;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortSpaceTest {
    private static final InboundRules NO_RULES = new InboundRules(List.of());

    private PortSpace space = new PortSpace();
    private final PortGenerator generator = new PortGenerator(NatSecrets.ofSeed(42));
    private ReservedPorts reserved = reservation(null);
    private int nextEndpoint;

    private static ReservedPorts reservation(long @Nullable [] bits) {
        return new ReservedPorts(NO_RULES, bits);
    }

    private int take(int worker) {
        generator.begin(1, nextEndpoint++, IpProtocol.UDP, 40_000);
        return space.take(generator, reserved, worker);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 126})
    void everyPortCanBeTakenOnceAndThenNone(int workers) {
        var random = new Random(workers);
        var seen = new BitSet();
        var owners = new int[65_536];
        for (int i = 0; i < PortSpace.SIZE; i++) {
            int worker = random.nextInt(workers);
            int port = take(worker);
            assertThat(port).isBetween(1024, 65_535);
            assertThat(seen.get(port)).isFalse();
            seen.set(port);
            owners[port] = worker;
            assertThat(space.holder(port)).isEqualTo(worker);
        }
        assertThat(take(random.nextInt(workers))).isZero();
        for (int port = 1024; port < 65_536; port++) {
            assertThat(space.holder(port)).isEqualTo(owners[port]);
        }
    }

    /// One worker has a port in every block; still another may have all the rest.
    @Test
    void aWorkerThatHoldsEveryLeaseLeavesTheRestToTheOthers() {
        for (int i = 0; i < 20_000; i++) {
            take(0);
        }
        for (int port = 1024; port < 65_536; port += 64) {
            assertThat(space.leaseHolder(port)).isZero();
        }
        for (int i = 20_000; i < PortSpace.SIZE; i++) {
            assertThat(space.holder(take(1))).isEqualTo(1);
        }
        assertThat(take(1)).isZero();
        assertThat(take(0)).isZero();
    }

    @Test
    void aPortThatComesBackEndsTheExhaustion() {
        for (int i = 0; i < PortSpace.SIZE; i++) {
            take(i % 2);
        }
        assertThat(take(0)).isZero();
        assertThat(take(0)).isZero();
        space.release(4711, space.holder(4711));
        assertThat(take(0)).isEqualTo(4711);
    }

    @Property(tries = 50)
    void agreesWithANaiveModel(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 64_000) int fill,
            @ForAll @IntRange(min = 1, max = 4) int workers) {
        var random = new Random(seed);
        space = new PortSpace();
        var model = new Model(random, workers);
        for (int i = 0; i < fill; i++) {
            model.take();
        }
        for (int i = 0; i < 500; i++) {
            if (random.nextBoolean()) {
                model.give();
            } else {
                model.take();
            }
        }
        model.reserve();
        for (int i = 0; i < 500; i++) {
            model.take();
        }
        model.verify();
    }

    /// Who has which port, and nothing more.
    private final class Model {
        private final Random random;
        private final int workers;
        private final int[] owner = new int[65_536];
        private final BitSet taken = new BitSet();
        private final BitSet kept = new BitSet();

        Model(Random random, int workers) {
            this.random = random;
            this.workers = workers;
            reserve();
        }

        void reserve() {
            int first = 1 + random.nextInt(65_535);
            int last = Math.min(65_535, first + random.nextInt(3000));
            long[] bits = PortSpace.emptyBits();
            PortSpace.setRange(bits, new PortRange(first, last));
            reserved = reservation(bits);
            kept.clear();
            kept.set(first, last + 1);
        }

        void take() {
            int worker = random.nextInt(workers);
            int port = PortSpaceTest.this.take(worker);
            if (port == 0) {
                assertThat(isFull()).isTrue();
            } else {
                assertThat(taken.get(port) || kept.get(port)).isFalse();
                taken.set(port);
                owner[port] = worker;
            }
        }

        private boolean isFull() {
            var used = (BitSet) taken.clone();
            used.or(kept);
            return used.nextClearBit(1024) > 65_535;
        }

        void give() {
            int port = taken.nextSetBit(1024 + random.nextInt(64_000));
            if (port > 0) {
                space.release(port, owner[port]);
                taken.clear(port);
            }
        }

        void verify() {
            for (int port = 1024; port < 65_536; port++) {
                assertThat(space.holder(port)).isEqualTo(taken.get(port) ? owner[port] : -1);
            }
        }
    }

    @Test
    void aBlockIsLeasedToOneWorkerUntilItsLastPortComesBack() {
        var owners = new int[65_536];
        for (int i = 0; i < 20_000; i++) {
            int worker = i % 3;
            int port = take(worker);
            owners[port] = worker + 1;
            assertThat(space.leaseHolder(port)).isEqualTo(worker);
        }
        for (int port = 1024; port < 65_536; port++) {
            if (owners[port] != 0) {
                assertThat(space.leaseHolder(port)).isEqualTo(owners[port] - 1);
                space.release(port, owners[port] - 1);
            }
        }
        for (int port = 1024; port < 65_536; port++) {
            assertThat(space.leaseHolder(port)).isEqualTo(-1);
        }
    }

    @Test
    void aPortThatIsNotTakenCannotBeReleased() {
        assertThatIllegalStateException().isThrownBy(() -> space.release(2000, 0));
    }
}
