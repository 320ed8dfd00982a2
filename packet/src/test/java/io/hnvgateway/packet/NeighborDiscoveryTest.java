package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NeighborDiscoveryTest {
    private static final int[] FIXED_BYTES = {8, 16, 24, 24, 40};

    @Property(tries = 10_000)
    void findsOptionsLikeANaiveReader(
            @ForAll @IntRange(min = 133, max = 137) int type,
            @ForAll @Size(max = 96) byte[] noise,
            @ForAll @IntRange(max = 5) int wanted) {
        byte[] bytes = message(type, noise);
        int expected = naiveOption(bytes, FIXED_BYTES[type - 133], wanted);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long icmp = frame.address();
            boolean fits = NeighborDiscovery.fits(icmp, bytes.length);
            boolean sound = naiveOption(bytes, FIXED_BYTES[type - 133], 0) == 0;
            assertThat(fits).isEqualTo(bytes.length >= FIXED_BYTES[type - 133] && sound);
            if (fits) {
                long option = NeighborDiscovery.option(icmp, bytes.length, wanted);
                assertThat(option).isEqualTo(expected == 0 ? 0 : icmp + expected);
            }
        }
    }

    private static byte[] message(int type, byte[] noise) {
        byte[] bytes = new byte[8 + noise.length];
        System.arraycopy(noise, 0, bytes, 8, noise.length);
        bytes[0] = (byte) type;
        for (int at = FIXED_BYTES[type - 133]; at + 2 <= bytes.length; at += 8) {
            bytes[at] = (byte) (bytes[at] & 7);
            bytes[at + 1] = (byte) (bytes[at + 1] < -100 ? 0 : (bytes[at + 1] & 1) + 1);
        }
        return bytes;
    }

    /// Position of the first option of a kind, 0: none, -1: malformed.
    private static int naiveOption(byte[] bytes, int fixed, int kind) {
        for (int at = fixed; at < bytes.length; ) {
            if (at + 2 > bytes.length || bytes[at + 1] == 0) {
                return -1;
            }
            int next = at + (bytes[at + 1] & 0xff) * 8;
            if (next > bytes.length) {
                return -1;
            }
            if (kind != 0 && bytes[at] == kind) {
                return at;
            }
            at = next;
        }
        return 0;
    }

    @Property
    void refusesEveryTruncationAndOtherTypes(
            @ForAll @IntRange(max = 255) int type, @ForAll @IntRange(max = 39) int bytes) {
        byte[] message = new byte[bytes];
        if (bytes > 0) {
            message[0] = (byte) type;
        }
        boolean whole = type >= 133 && type <= 137 && bytes == FIXED_BYTES[type - 133];
        try (ExactFrame frame = ExactFrame.of(message)) {
            assertThat(NeighborDiscovery.fits(frame.address(), bytes)).isEqualTo(whole);
        }
    }

    @Property
    void readsTheFixedParts(@ForAll @Size(40) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long icmp = frame.address();
            assertThat(NeighborDiscovery.targetHigh(icmp)).isEqualTo(model.getLong(8));
            assertThat(NeighborDiscovery.targetLow(icmp)).isEqualTo(model.getLong(16));
            assertThat(NeighborDiscovery.redirectDestinationHigh(icmp))
                    .isEqualTo(model.getLong(24));
            assertThat(NeighborDiscovery.redirectDestinationLow(icmp)).isEqualTo(model.getLong(32));
            assertThat(NeighborDiscovery.advertisementFlags(icmp)).isEqualTo(bytes[4] & 0xe0);
            assertThat(NeighborDiscovery.routerLifetimeSeconds(icmp))
                    .isEqualTo(model.getShort(6) & 0xffff);
            assertThat(Icmpv6Header.mtuBytes(icmp)).isEqualTo(model.getInt(4));
        }
    }

    @Example
    void answersASolicitation() {
        byte[] solicitation = new byte[32];
        solicitation[0] = (byte) 135;
        solicitation[23] = 9;
        solicitation[24] = 1;
        solicitation[25] = 1;
        try (ExactFrame frame = ExactFrame.of(solicitation)) {
            long icmp = frame.address();
            int flags = NeighborDiscovery.SOLICITED | NeighborDiscovery.OVERRIDE;
            NeighborDiscovery.makeAdvertisement(icmp, flags, 0x02005e000001L);
            assertThat(NeighborDiscovery.fits(icmp, 32)).isTrue();
            assertThat(Icmpv6Header.type(icmp)).isEqualTo(136);
            assertThat(NeighborDiscovery.advertisementFlags(icmp)).isEqualTo(flags);
            assertThat(NeighborDiscovery.targetLow(icmp)).isEqualTo(9);
            long option = NeighborDiscovery.option(icmp, 32, NeighborDiscovery.TARGET_LINK_LAYER);
            assertThat(NeighborDiscovery.linkLayerAddress(option)).isEqualTo(0x02005e000001L);
        }
    }
}
