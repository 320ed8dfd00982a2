package io.hnvgateway.ipsec.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayWindowTest {
    private static final long SUBSPACE = 1L << 32;

    private final ReplayWindow window = new ReplayWindow(64, false);

    @Test
    void takesEachNumberOnce() {
        assertThat(receive(window, 1)).isTrue();
        assertThat(receive(window, 1)).isFalse();
        assertThat(receive(window, 3)).isTrue();
        assertThat(receive(window, 2)).isTrue();
        assertThat(receive(window, 2)).isFalse();
    }

    @Test
    void refusesZeroWhichNoSaSends() {
        assertThat(receive(window, 0)).isFalse();
        assertThat(receive(new ReplayWindow(64, true), 0)).isFalse();
    }

    @Test
    void looksBackExactlyItsSize() {
        receive(window, 1000);

        assertThat(receive(window, 1000 - 63)).isTrue();
        assertThat(receive(window, 1000 - 64)).isFalse();
    }

    @Test
    void aCandidateThatIsNotAcceptedChangesNothing() {
        receive(window, 5);

        assertThat(window.candidate(1_000_000)).isEqualTo(1_000_000);
        assertThat(window.top()).isEqualTo(5);
        assertThat(receive(window, 4)).isTrue();
    }

    @Test
    void endsAtTheLastShortNumber() {
        receive(window, SUBSPACE - 1);

        assertThat(window.top()).isEqualTo(SUBSPACE - 1);
        assertThat(receive(window, 0)).isFalse();
        assertThat(receive(window, 1)).isFalse();
    }

    @Test
    void anExtendedOneGoesOnBehindIt() {
        ReplayWindow extended = new ReplayWindow(64, true);
        climb(extended, SUBSPACE - 2);

        assertThat(extended.candidate(5)).isEqualTo(SUBSPACE + 5);
        receive(extended, SUBSPACE + 5);
        assertThat(extended.candidate(-1)).isEqualTo(SUBSPACE - 1);
        assertThat(receive(extended, SUBSPACE - 1)).isTrue();
        assertThat(receive(extended, SUBSPACE - 1)).isFalse();
        assertThat(receive(extended, SUBSPACE + 5)).isFalse();
    }

    /// RFC 4303 appendix A2.2, case A (window in one subspace) and case B (over two).
    @ParameterizedTest
    @CsvSource({
        "0x500000100, 64, 0x000000c1, 0x5000000c1", // A, at the bottom
        "0x500000100, 64, 0x000000c0, 0x6000000c0", // A, below: of the next subspace
        "0x500000100, 64, 0xffffffff, 0x5ffffffff", // A, ahead
        "0x500000010, 64, 0xffffffd1, 0x4ffffffd1", // B, at the bottom: of the one before
        "0x500000010, 64, 0xffffffd0, 0x5ffffffd0", // B, below it: far ahead
        "0x500000010, 64, 0x00000000, 0x500000000", // B, in the window
        "0x500000010, 64, 0x00000011, 0x500000011", // B, ahead
        "0x50000003f, 64, 0x00000000, 0x500000000", // the window begins with the subspace
        "0x50000003e, 64, 0xffffffff, 0x4ffffffff", // one lower, it does not
    })
    void infersTheHighHalf(String top, int size, String low, String expected) {
        ReplayWindow extended = new ReplayWindow(size, true);
        climb(extended, Long.decode(top));

        assertThat(extended.candidate((int) (long) Long.decode(low)))
                .isEqualTo(Long.decode(expected));
    }

    @Test
    void nothingLiesBeforeTheFirstSubspace() {
        ReplayWindow extended = new ReplayWindow(64, true);
        receive(extended, 10);

        assertThat(extended.candidate(-1)).isEqualTo(ReplayWindow.REFUSED);
    }

    @Test
    void withoutAWindowAllIsTaken() {
        ReplayWindow none = new ReplayWindow(0, false);

        assertThat(receive(none, 7)).isTrue();
        assertThat(receive(none, 7)).isTrue();
        assertThat(receive(none, 1)).isTrue();
        assertThat(none.size()).isZero();
    }

    @Test
    void withoutAWindowTheNearestHighHalfIsTaken() {
        ReplayWindow none = new ReplayWindow(0, true);
        climb(none, 3 * SUBSPACE + 100);

        assertThat(none.candidate(99)).isEqualTo(3 * SUBSPACE + 99);
        assertThat(none.candidate(-1)).isEqualTo(3 * SUBSPACE - 1);
    }

    @Test
    void sizesAreRoundedUpToWholeWords() {
        assertThat(new ReplayWindow(32, false).size()).isEqualTo(64);
        assertThat(new ReplayWindow(65, false).size()).isEqualTo(128);
        assertThat(new ReplayWindow(4096, false).size()).isEqualTo(4096);
        assertThatThrownBy(() -> new ReplayWindow(4097, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Against a set of all numbers that came.
    @Property(tries = 60)
    void decidesAsASetWould(
            @ForAll @IntRange(min = 1, max = 4096) int packets,
            @ForAll boolean extended,
            @ForAll long seed) {
        Random random = new Random(seed);
        ReplayWindow tested = new ReplayWindow(packets, extended);
        Set<Long> came = new HashSet<>();
        long top = extended ? SUBSPACE * 3 - 5000 : 0;
        climb(tested, top);
        came.add(top);
        for (int i = 0; i < 1000; i++) {
            long sequence = Math.max(1, top + random.nextInt(-2 * tested.size(), jump(random)));
            boolean fresh = sequence > top - tested.size() && !came.contains(sequence);

            assertThat(receive(tested, sequence)).as("%d after %d", sequence, top).isEqualTo(fresh);
            if (fresh) {
                came.add(sequence);
                top = Math.max(top, sequence);
            }
        }
    }

    private static int jump(Random random) {
        return random.nextInt(100) == 0 ? 10_000 : 5;
    }

    /// As the decapsulator does: a packet authenticates under its own number only.
    private static boolean receive(ReplayWindow window, long sequence) {
        boolean authentic = window.candidate((int) sequence) == sequence;
        if (authentic) {
            window.accept(sequence);
        }
        return authentic;
    }

    private static void climb(ReplayWindow window, long top) {
        if (top > 0) {
            window.accept(top);
        }
    }
}
