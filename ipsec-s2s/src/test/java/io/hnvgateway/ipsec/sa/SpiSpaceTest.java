package io.hnvgateway.ipsec.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpiSpaceTest {
    private final SpiSpace spis = new SpiSpace(3, 300);

    @Test
    void spisNameTheirWorkerAndAreNeverReserved() {
        for (int i = 0; i < 100; i++) {
            int spi = spis.allocate(2);

            assertThat(spis.worker(spi)).isEqualTo(2);
            assertThat(Integer.toUnsignedLong(spi)).isGreaterThanOrEqualTo(256);
        }
    }

    @Test
    void slotsAreUsedOnceEach() {
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            slots.add(SpiSpace.slot(spis.allocate(i % 3)));
        }

        assertThat(slots).hasSize(300);
        assertThat(spis.inUse()).isEqualTo(300);
        assertThat(spis.allocate(0)).isZero();
    }

    @Test
    void aSlotGivenBackIsNotTheNext() {
        int first = spis.allocate(0);
        spis.release(first);

        for (int i = 0; i < 50; i++) {
            assertThat(SpiSpace.slot(spis.allocate(0))).isNotEqualTo(SpiSpace.slot(first));
        }
    }

    @Test
    void aSlotIsUsedAgainWhenNoOtherIsLeft() {
        int spi = 0;
        for (int i = 0; i < 100; i++) {
            spi = spis.allocate(1);
        }
        spis.release(spi);

        assertThat(SpiSpace.slot(spis.allocate(1))).isEqualTo(SpiSpace.slot(spi));
    }

    @Test
    void rekeysDoNotUseUpFreshSlots() {
        SpiSpace large = new SpiSpace(1, SpiSpace.MAX_SLOTS);
        int highest = 0;
        for (int i = 0; i < 10_000; i++) {
            int spi = large.allocate(0);
            highest = Math.max(highest, SpiSpace.slot(spi));
            large.release(spi);
        }
        assertThat(highest).isLessThan(2 * SpiSpace.REUSE_BEHIND);
    }

    @Test
    void theRandomPartDiffers() {
        SpiSpace one = new SpiSpace(1, 1);
        Set<Integer> spis = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            int spi = one.allocate(0);
            spis.add(spi);
            one.release(spi);
        }
        assertThat(spis).hasSizeGreaterThan(500);
    }

    @Test
    void refusesWhatIsNotInUse() {
        int spi = spis.allocate(0);
        spis.release(spi);

        assertThatThrownBy(() -> spis.release(spi)).isInstanceOf(IllegalStateException.class);
    }
}
