package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FlowHashTest {
    private static final int SLOTS = 1 << 16;
    private static final int KEYS = SLOTS / 4;

    private final FlowKey key = new FlowKey();

    @Property
    void staticAndPreparedFormAgree(
            @ForAll long seed,
            @ForAll int source,
            @ForAll int destination,
            @ForAll int ports,
            @ForAll @IntRange(max = 255) int protocol) {
        key.set(source ^ 7, source, destination, ports, protocol);
        assertThat(new FlowHash(seed).hash(key)).isEqualTo(FlowHash.hash(seed, key));
    }

    /// Fixed numbers, computed by an independent program from the entry's bytes; C must give them
    /// too.
    @Example
    void givesTheNumbersThatOtherLanguagesMustGive() {
        key.set(0, 0, 0, 0, 0);
        assertThat(FlowHash.hash(0, key)).isEqualTo(0xe01cc755);
        key.set(3, 0x0a000004, 0xc6336401, 40000 << 16 | 443, 6);
        assertThat(FlowHash.hash(0x0123_4567_89ab_cdefL, key)).isEqualTo(0xb5ea2b74);
        key.setIpv6(3, 40000 << 16 | 443, 6).source(0xfd00L << 48, 4);
        key.destination(0x20010db8_00000000L, 0x63);
        assertThat(FlowHash.hash(0x0123_4567_89ab_cdefL, key)).isEqualTo(0xfb54f84d);
    }

    @Example
    void everyFieldCounts() {
        FlowHash hash = new FlowHash(42);
        int before = hash.hash(key.set(1, 2, 3, 4 << 16 | 5, 6));
        assertThat(hash.hash(key.set(9, 2, 3, 4 << 16 | 5, 6))).isNotEqualTo(before);
        assertThat(hash.hash(key.set(1, 9, 3, 4 << 16 | 5, 6))).isNotEqualTo(before);
        assertThat(hash.hash(key.set(1, 2, 9, 4 << 16 | 5, 6))).isNotEqualTo(before);
        assertThat(hash.hash(key.set(1, 2, 3, 9 << 16 | 5, 6))).isNotEqualTo(before);
        assertThat(hash.hash(key.set(1, 2, 3, 4 << 16 | 9, 6))).isNotEqualTo(before);
        assertThat(hash.hash(key.set(1, 2, 3, 4 << 16 | 5, 9))).isNotEqualTo(before);
    }

    @Example
    void spreadsConsecutiveSourcePorts() {
        spreads((i, k) -> k.set(1, 0x0a000004, 0xc6336401 + (i >>> 16), i << 16 | 443, 6));
    }

    @Example
    void spreadsConsecutiveDestinationPorts() {
        spreads((i, k) -> k.set(1, 0x0a000004, 0xc6336401, 4000 << 16 | i, 17));
    }

    @Example
    void spreadsConsecutiveSourceAddresses() {
        spreads((i, k) -> k.set(1, 0x0a000000 + i, 0xc6336401, 4000 << 16 | 53, 17));
    }

    @Example
    void spreadsCompartmentsWithEqualAddresses() {
        spreads((i, k) -> k.set(i, 0x0a000004, 0xc6336401, 4000 << 16 | 53, 17));
    }

    @Example
    void spreadsConsecutiveIpv6Interfaces() {
        spreads((i, k) -> k.setIpv6(1, 4000 << 16 | 53, 17).source(1, i).destination(2, 3));
    }

    @Example
    void spreadsConsecutiveIpv6Prefixes() {
        spreads((i, k) -> k.setIpv6(1, 4000 << 16 | 53, 17).source(1, 2).destination(i, 3));
    }

    /// The first lines of their entries are the same.
    @Example
    void spreadsIpv6AddressesOfOneDigest() {
        spreads((i, k) ->
                k.setIpv6(1, 4000 << 16 | 53, 17).source(1, (long) i << 32 | i).destination(2, 3));
    }

    /// Balls in bins: with a quarter as many keys as slots, each slot is hit with p = 1/4; the
    /// share of hit slots is 1 - e^(-1/4) = 22.1 %, its standard deviation below 0.1 %.
    private void spreads(BiConsumer<Integer, FlowKey> nth) {
        for (long seed = 1; seed <= 8; seed++) {
            FlowHash hash = new FlowHash(seed);
            boolean[] hit = new boolean[SLOTS];
            int distinct = 0;
            for (int i = 0; i < KEYS; i++) {
                nth.accept(i, key);
                int slot = hash.hash(key) & SLOTS - 1;
                distinct += hit[slot] ? 0 : 1;
                hit[slot] = true;
            }
            assertThat(distinct / (double) SLOTS).as("seed %d", seed).isBetween(0.205, 0.2501);
        }
    }

    /// Two keys that differ in few bits, whichever, must not meet more often than chance over the
    /// seeds: otherwise an outsider could fill a bucket without knowing the seed.
    @Example
    void noDifferenceCollidesForManySeeds() {
        Random random = new Random(1);
        for (int bit = 0; bit < 104; bit++) {
            int collisions = 0;
            for (int i = 0; i < 4096; i++) {
                long seed = random.nextLong();
                key.set(5, random.nextInt(), random.nextInt(), random.nextInt(), 17);
                int one = FlowHash.hash(seed, key) & 255;
                flip(key, bit);
                collisions += one == (FlowHash.hash(seed, key) & 255) ? 1 : 0;
            }
            assertThat(collisions).as("bit %d: 16 expected", bit).isLessThan(48);
        }
    }

    @Example
    void noDifferenceOfIpv6AddressesCollidesForManySeeds() {
        Random random = new Random(2);
        for (int bit = 0; bit < 256; bit++) {
            int collisions = 0;
            for (int i = 0; i < 2048; i++) {
                long seed = random.nextLong();
                key.setIpv6(5, random.nextInt(), 17).source(random.nextLong(), random.nextLong());
                key.destination(random.nextLong(), random.nextLong());
                int one = FlowHash.hash(seed, key) & 255;
                flipIpv6(key, bit);
                collisions += one == (FlowHash.hash(seed, key) & 255) ? 1 : 0;
            }
            assertThat(collisions).as("bit %d: 8 expected", bit).isLessThan(32);
        }
    }

    /// The digests stay, as if an outsider had made up for the change.
    private static void flipIpv6(FlowKey key, int bit) {
        long mask = 1L << (bit & 63);
        switch (bit >>> 6) {
            case 0 -> key.sourceHigh ^= mask;
            case 1 -> key.sourceLow ^= mask;
            case 2 -> key.destinationHigh ^= mask;
            default -> key.destinationLow ^= mask;
        }
    }

    private static void flip(FlowKey key, int bit) {
        int mask = 1 << (bit & 31);
        switch (bit >>> 5) {
            case 0 -> key.source ^= mask;
            case 1 -> key.destination ^= mask;
            case 2 -> flipPort(key, mask);
            default -> key.protocol ^= mask;
        }
    }

    private static void flipPort(FlowKey key, int mask) {
        key.sourcePort ^= mask >>> 16;
        key.destinationPort ^= mask & 0xffff;
    }
}
