package io.hnvgateway.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BfdHeaderTest {
    @Property
    void readsTheFieldsOfTheRfc(@ForAll @Size(24) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (Arena arena = Arena.ofConfined()) {
            long bfd = exact(arena, bytes, bytes.length);
            assertThat(BfdHeader.version(bfd)).isEqualTo((bytes[0] & 255) >> 5);
            assertThat(BfdHeader.diagnostic(bfd).code())
                    .isEqualTo(Math.min(bytes[0] & 31, BfdDiagnostic.RESERVED.code()));
            assertThat(BfdHeader.state(bfd).code()).isEqualTo((bytes[1] & 255) >> 6);
            assertThat(BfdHeader.flags(bfd)).isEqualTo(bytes[1] & 63);
            assertThat(BfdHeader.multiplier(bfd)).isEqualTo(bytes[2] & 255);
            assertThat(BfdHeader.lengthBytes(bfd)).isEqualTo(bytes[3] & 255);
            assertThat(BfdHeader.myDiscriminator(bfd)).isEqualTo(model.getInt(4));
            assertThat(BfdHeader.yourDiscriminator(bfd)).isEqualTo(model.getInt(8));
            assertThat(BfdHeader.desiredMinTxUs(bfd)).isEqualTo(model.getInt(12) & 0xffff_ffffL);
            assertThat(BfdHeader.requiredMinRxUs(bfd)).isEqualTo(model.getInt(16) & 0xffff_ffffL);
        }
    }

    /// A read behind the payload throws here.
    @Property(tries = 5000)
    void checkReadsNoFurtherThanThePayload(
            @ForAll @Size(30) byte[] bytes, @ForAll @IntRange(max = 30) int length) {
        if (length > 0) {
            bytes[0] = (byte) ((bytes[0] & 31) | 32);
            bytes[3] = (byte) (bytes[3] & 31);
        }
        try (Arena arena = Arena.ofConfined()) {
            BfdDrop drop = BfdHeader.check(exact(arena, bytes, length), length, 255);
            if (length < 24) {
                assertThat(drop).isEqualTo(BfdDrop.TRUNCATED);
            } else if (drop == null) {
                assertThat(bytes[3] & 255).isBetween(24, length);
                assertThat(bytes[1] & (BfdHeader.MULTIPOINT | BfdHeader.AUTHENTICATION)).isZero();
            }
        }
    }

    private static long exact(Arena arena, byte[] bytes, int length) {
        MemorySegment segment = arena.allocate(Math.max(1, length), 1);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
        Memory.register(segment.asSlice(0, length));
        return segment.address();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad(BfdDrop.WRONG_TTL, p -> p.ttl(254)),
                bad(BfdDrop.TRUNCATED, p -> p.length(23)),
                bad(BfdDrop.TRUNCATED, p -> p.length(0)),
                bad(BfdDrop.VERSION, p -> p.set(0, 0)),
                bad(BfdDrop.VERSION, p -> p.set(0, 2 << 5)),
                bad(BfdDrop.SHORT_LENGTH, p -> p.set(3, 23)),
                bad(
                        BfdDrop.SHORT_LENGTH,
                        p -> p.length(40).set(3, 25).flag(BfdHeader.AUTHENTICATION)),
                bad(BfdDrop.LONG_LENGTH, p -> p.set(3, 25)),
                bad(BfdDrop.ZERO_MULTIPLIER, p -> p.set(2, 0)),
                bad(BfdDrop.MULTIPOINT, p -> p.flag(BfdHeader.MULTIPOINT)),
                bad(BfdDrop.ZERO_DISCRIMINATOR, p -> p.set32(4, 0)),
                bad(BfdDrop.UNDIRECTED_STATE, p -> p.set32(8, 0)),
                bad(BfdDrop.UNDIRECTED_STATE, p -> p.set32(8, 0).state(BfdState.INIT)),
                bad(
                        BfdDrop.AUTHENTICATION,
                        p -> p.length(26).set(3, 26).flag(BfdHeader.AUTHENTICATION)),
                bad(BfdDrop.UNKNOWN_DISCRIMINATOR, p -> p.set32(8, 1)));
    }

    private static Arguments bad(BfdDrop drop, UnaryOperator<PeerPacket> change) {
        return arguments(drop, change);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesAndCounts(BfdDrop drop, UnaryOperator<PeerPacket> change) {
        try (var end = new BfdEnd(BfdSettings.DEFAULT)) {
            end.bringTo(BfdState.UP);
            assertThat(end.hear(change.apply(end.packet().state(BfdState.UP)))).isEqualTo(drop);
            assertThat(end.sessions.drops(drop)).isEqualTo(1);
            assertThat(end.session.state()).isEqualTo(BfdState.UP);
        }
    }

    @Test
    void takesWhatTheRfcAllows() {
        try (var end = new BfdEnd(BfdSettings.DEFAULT)) {
            assertThat(end.hear(end.packet())).isNull();
            assertThat(end.hear(end.packet().length(40).set(3, 30))).isNull();
            assertThat(end.hear(end.packet().set(0, 1 << 5 | 31))).isNull();
            assertThat(end.hear(end.packet().state(BfdState.DOWN).set32(8, 0))).isNull();
            assertThat(end.hear(end.packet().state(BfdState.ADMIN_DOWN).set32(8, 0))).isNull();
        }
    }
}
