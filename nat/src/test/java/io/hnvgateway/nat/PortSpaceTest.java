package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PortSpaceTest {
    private static PortGenerator generator(long seed) {
        return new PortGenerator(NatSecrets.ofSeed(seed));
    }

    /// The numbers come from a program in another language that follows the documented algorithm.
    @Test
    void thePortsOfASeedAreTheDocumentedOnes() {
        PortGenerator generator = generator(42);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ports.add(generator.candidate());
        }
        assertThat(ports).containsExactly(37455, 26327, 12795, 21376, 60093, 62409);
    }

    @Test
    void everyPortCanBeTakenOnceAndThenNone() {
        var space = new PortSpace();
        PortGenerator generator = generator(1);
        var seen = new BitSet();
        for (int i = 0; i < PortSpace.SIZE; i++) {
            int port = space.take(generator, 0);
            assertThat(port).isBetween(1024, 65_535);
            assertThat(seen.get(port)).isFalse();
            seen.set(port);
        }
        assertThat(space.take(generator, 0)).isZero();
        assertThat(space.freePorts()).isZero();
    }

    @Property(tries = 50)
    void agreesWithANaiveModel(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 64_000) int fill) {
        var random = new Random(seed);
        PortGenerator generator = generator(seed);
        var space = new PortSpace();
        var taken = new BitSet();
        BitSet reserved = reserve(space, random);
        for (int i = 0; i < fill; i++) {
            step(space, generator, taken, reserved);
        }
        for (int i = 0; i < 500; i++) {
            if (random.nextBoolean() && !taken.isEmpty()) {
                int port = taken.nextSetBit(taken.nextSetBit(0) + random.nextInt(1000));
                if (port > 0) {
                    space.release(port);
                    taken.clear(port);
                }
            } else {
                step(space, generator, taken, reserved);
            }
            assertThat(space.takenPorts()).isEqualTo(taken.cardinality());
        }
        if (random.nextBoolean()) {
            reserved = reserve(space, random);
        }
        assertThat(space.freePorts()).isEqualTo(free(taken, reserved));
    }

    private static BitSet reserve(PortSpace space, Random random) {
        int first = 1 + random.nextInt(65_535);
        int last = Math.min(65_535, first + random.nextInt(3000));
        long[] bits = PortSpace.emptyBits();
        PortSpace.setRange(bits, new PortRange(first, last));
        space.reserve(bits);
        var reserved = new BitSet();
        reserved.set(first, last + 1);
        return reserved;
    }

    private static void step(PortSpace space, PortGenerator generator, BitSet taken, BitSet no) {
        int free = free(taken, no);
        int port = space.take(generator, 0);
        assertThat(port == 0).isEqualTo(free == 0);
        if (port != 0) {
            assertThat(taken.get(port) || no.get(port)).isFalse();
            taken.set(port);
        }
    }

    private static int free(BitSet taken, BitSet reserved) {
        var used = (BitSet) taken.clone();
        used.or(reserved);
        used.clear(0, 1024);
        return PortSpace.SIZE - used.cardinality();
    }

    @Test
    void aBlockIsLeasedToOneWorkerUntilItsLastPortComesBack() {
        var space = new PortSpace();
        PortGenerator generator = generator(7);
        var owners = new int[65_536];
        for (int i = 0; i < 20_000; i++) {
            int worker = i % 3;
            int port = space.take(generator, worker);
            owners[port] = worker + 1;
            assertThat(space.leaseHolder(port)).isEqualTo(worker);
        }
        for (int port = 1024; port < 65_536; port++) {
            if (owners[port] != 0) {
                assertThat(space.leaseHolder(port)).isEqualTo(owners[port] - 1);
                space.release(port);
            }
        }
        for (int port = 1024; port < 65_536; port++) {
            assertThat(space.leaseHolder(port)).isEqualTo(-1);
        }
    }

    @Test
    void aPortThatIsNotTakenCannotBeReleased() {
        assertThatIllegalStateException().isThrownBy(() -> new PortSpace().release(2000));
    }
}
