package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class MemoryTest {
    @Property
    void readsBigEndianAtEveryAlignment(
            @ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 8) int at) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long a = frame.address() + at;
            assertThat(Memory.u8(a)).isEqualTo(model.get(at) & 0xff);
            assertThat(Memory.u16(a)).isEqualTo(model.getShort(at) & 0xffff);
            assertThat(Memory.u32(a)).isEqualTo(model.getInt(at));
            assertThat(Memory.u48(a)).isEqualTo(model.getLong(at) >>> 16);
            assertThat(Memory.u64(a)).isEqualTo(model.getLong(at));
            model.order(ByteOrder.nativeOrder());
            assertThat(Memory.getShortNative(a)).isEqualTo(model.getShort(at) & 0xffff);
            assertThat(Memory.getIntNative(a)).isEqualTo(model.getInt(at));
            assertThat(Memory.getLongNative(a)).isEqualTo(model.getLong(at));
        }
    }

    @Property
    void writesWhatItReads(@ForAll long value, @ForAll @IntRange(max = 8) int at) {
        try (ExactFrame frame = ExactFrame.of(new byte[16])) {
            long a = frame.address() + at;
            Memory.put64(a, value);
            assertThat(Memory.u64(a)).isEqualTo(value);
            Memory.put48(a, value >>> 16);
            assertThat(Memory.u48(a)).isEqualTo(value >>> 16);
            Memory.put32(a, (int) value);
            assertThat(Memory.u32(a)).isEqualTo((int) value);
            Memory.put16(a, (int) value);
            assertThat(Memory.u16(a)).isEqualTo((int) value & 0xffff);
            Memory.put8(a, (int) value);
            assertThat(Memory.u8(a)).isEqualTo((int) value & 0xff);
        }
    }

    @Property
    void copiesOverlappingRanges(
            @ForAll @Size(64) byte[] bytes,
            @ForAll @IntRange(max = 32) int from,
            @ForAll @IntRange(max = 32) int to,
            @ForAll @IntRange(max = 32) int count) {
        byte[] expected = bytes.clone();
        System.arraycopy(bytes, from, expected, to, count);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            Memory.copy(frame.address() + from, frame.address() + to, count);
            assertThat(frame.bytes()).isEqualTo(expected);
        }
    }

    @Property
    void zeroesExactlyTheRange(
            @ForAll @Size(64) byte[] bytes,
            @ForAll @IntRange(max = 32) int from,
            @ForAll @IntRange(max = 32) int count) {
        byte[] expected = bytes.clone();
        Arrays.fill(expected, from, from + count, (byte) 0);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            Memory.zero(frame.address() + from, count);
            assertThat(frame.bytes()).isEqualTo(expected);
        }
    }

    @Example
    void checkedModeRefusesEveryAccessBesideTheRegion() {
        try (ExactFrame frame = ExactFrame.of(new byte[16])) {
            refused(() -> Memory.u8(frame.address() - 1));
            refused(() -> Memory.u8(frame.end()));
            refused(() -> Memory.u16(frame.end() - 1));
            refused(() -> Memory.u32(frame.end() - 3));
            refused(() -> Memory.u48(frame.end() - 5));
            refused(() -> Memory.u64(frame.end() - 7));
            refused(() -> Memory.put8(frame.end(), 0));
            refused(() -> Memory.put64(frame.end() - 7, 0));
            refused(() -> Memory.copy(frame.address(), frame.address() + 1, 16));
            refused(() -> Memory.copy(frame.address() + 1, frame.address(), 16));
            refused(() -> Memory.zero(frame.address(), 17));
            refused(() -> Memory.zero(frame.address(), -1));
        }
    }

    @Example
    void checkedModeForgetsAnUnregisteredRegion() {
        ExactFrame frame = ExactFrame.of(new byte[16]);
        long address = frame.address();
        frame.close();
        refused(() -> Memory.u8(address));
    }

    @Example
    void whatTheCompilerIsToldOfAnAddressDoesNotChangeIt() {
        try (ExactFrame frame = ExactFrame.of(new byte[16])) {
            assertThat(Memory.base(frame.address())).isEqualTo(frame.address());
            refused(() -> Memory.u8(frame.address() | 1L << 62));
            refused(() -> Memory.u8(-frame.address()));
        }
    }

    private static void refused(ThrowingCallable access) {
        assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
