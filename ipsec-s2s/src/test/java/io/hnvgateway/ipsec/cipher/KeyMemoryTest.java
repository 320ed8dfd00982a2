package io.hnvgateway.ipsec.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyMemoryTest {
    private final KeyMemory memory = new KeyMemory(1264);

    @Test
    void placesDoNotOverlapAndSpreadOverTheCache() {
        Set<Long> places = new HashSet<>();
        for (int i = 0; i < 4000; i++) {
            places.add(memory.allocate());
        }

        assertThat(places).hasSize(4000);
        assertThat(places).allMatch(place -> place % 64 == 0);
        assertThat(memory.placeBytes() / 64 % 2).isEqualTo(1);
        assertThat(places.stream().sorted().reduce(0L, this::apart)).isPositive();
    }

    private long apart(long before, long place) {
        assertThat(place - before).isGreaterThanOrEqualTo(memory.placeBytes());
        return place;
    }

    @Test
    void aSystemWithoutMemoryRefusesAndPlacesGivenBackServe() {
        AtomicBoolean first = new AtomicBoolean(true);
        KeyMemory scarce =
                new KeyMemory(
                        1264,
                        () -> {
                            if (first.getAndSet(false)) {
                                return Arena.global().allocate(1 << 21, 64);
                            }
                            throw new OutOfMemoryError("as the system says");
                        });
        long place = scarce.allocate();
        assertThatThrownBy(() -> IntStream.range(0, 4000).forEach(i -> scarce.allocate()))
                .isInstanceOf(NoKeyMemoryException.class);
        scarce.free(place);
        assertThat(scarce.allocate()).isEqualTo(place);
    }

    @Test
    void isZeroedWhenGivenBack() {
        long place = memory.allocate();
        Memory.put64(place, -1);
        Memory.put64(place + memory.placeBytes() - 8, -1);

        memory.free(place);

        assertThat(Memory.u64(place)).isZero();
        assertThat(Memory.u64(place + memory.placeBytes() - 8)).isZero();
        assertThat(memory.allocate()).isEqualTo(place);
    }

    @Test
    void closingACipherOverwritesItsKey() {
        assumeThat(EspCiphers.obstacle(CipherProvider.IPSEC_MB)).isNull();
        CipherKeys keys = new CipherKeys(TestKeys.random(EspTransform.AES_GCM_256, 9));
        IpsecMb.Key cipher = (IpsecMb.Key) IpsecMb.instance().gcm(keys, new Scratch());
        assertThat(Memory.u64(cipher.key)).isNotZero();

        cipher.close();

        for (int i = 0; i < 1264; i += 8) {
            assertThat(Memory.u64(cipher.key + i)).isZero();
        }
    }
}
